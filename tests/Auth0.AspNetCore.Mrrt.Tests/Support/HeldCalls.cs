namespace Auth0.AspNetCore.Mrrt.Tests.Support;

/// <summary>Holds the next call to the token endpoint until the test releases it.</summary>
internal sealed class HeldCalls : DelegatingHandler
{
    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _revoked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _holds;

    /// <summary>Completed when the held call has left the application.</summary>
    public Task Arrived => _arrived.Task;

    /// <summary>Waits until a refresh token has been revoked.</summary>
    public Task RevokedAsync() => _revoked.Task.WaitAsync(TimeSpan.FromSeconds(20));

    /// <summary>Puts itself in front of the tenant.</summary>
    public void Attach(Auth0WebAppOptions options)
    {
        InnerHandler = options.BackchannelHttpHandler!;
        options.BackchannelHttpHandler = this;
    }

    public void Hold() => _holds = true;

    public void Release() => _released.SetResult();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (_holds && request.RequestUri!.AbsolutePath == "/oauth/token")
        {
            _holds = false;
            _arrived.SetResult();
            await _released.Task.WaitAsync(cancellationToken);
        }

        var response = await base.SendAsync(request, cancellationToken);
        if (request.RequestUri!.AbsolutePath == "/oauth/revoke")
        {
            _revoked.TrySetResult();
        }

        return response;
    }
}
