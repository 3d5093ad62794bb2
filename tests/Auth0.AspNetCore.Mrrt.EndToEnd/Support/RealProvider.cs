using Auth0.AspNetCore.Mrrt.RealOp;

namespace Auth0.AspNetCore.Mrrt.EndToEnd.Support;

/// <summary>
/// The certified provider as a class fixture, or as a collection fixture where several classes share it; then each test
/// begins with <see cref="CertifiedProvider.ResetAsync"/>.
/// </summary>
public sealed class RealProvider : CertifiedProvider, IAsyncLifetime
{
    public Task InitializeAsync() => StartAsync();

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();
}
