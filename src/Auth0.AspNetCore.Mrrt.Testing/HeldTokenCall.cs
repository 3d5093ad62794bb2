namespace Auth0.AspNetCore.Mrrt.Testing;

/// <summary>A call to <c>/oauth/token</c> that waits at a <see cref="TokenCallGate"/>.</summary>
public sealed class HeldTokenCall
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal HeldTokenCall(string grant, string? clientId, string? audience, string? scope, string? telemetry)
    {
        Grant = grant;
        ClientId = clientId;
        Audience = audience;
        Scope = scope;
        Telemetry = telemetry;
    }

    /// <summary>The <c>grant_type</c> that was sent.</summary>
    public string Grant { get; }

    /// <summary>The application.</summary>
    public string? ClientId { get; }

    /// <summary>The <c>audience</c> that was sent.</summary>
    public string? Audience { get; }

    /// <summary>The <c>scope</c> that was sent.</summary>
    public string? Scope { get; }

    /// <summary>The decoded <c>Auth0-Client</c> header, if the application sent a readable one.</summary>
    public string? Telemetry { get; }

    internal bool IsReleased => _released.Task.IsCompleted;

    internal Task Passed => _released.Task;

    /// <summary>Lets this call go on. Others stay held.</summary>
    public void Release() => _released.TrySetResult();

    /// <inheritdoc />
    public override string ToString() => $"{Grant} {ClientId} {Audience} [{Scope}]";
}
