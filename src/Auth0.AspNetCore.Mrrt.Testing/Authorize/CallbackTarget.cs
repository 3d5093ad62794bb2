namespace Auth0.AspNetCore.Mrrt.Testing.Authorize;

/// <summary>Where the answer of an authorization request may go, and how. Known to be on the allow list.</summary>
internal sealed class CallbackTarget
{
    public required TenantClient Client { get; init; }

    public required string RedirectUri { get; init; }

    /// <summary>Whether the request named the address; the token request must then repeat it (RFC 6749, 4.1.3).</summary>
    public required bool RedirectUriWasSent { get; init; }

    public required string ResponseMode { get; init; }

    public required string? State { get; init; }
}
