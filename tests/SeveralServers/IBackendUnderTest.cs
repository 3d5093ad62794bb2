using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.Registration;
using Auth0.AspNetCore.Mrrt.Testing.Contracts;

namespace Auth0.AspNetCore.Mrrt.SeveralServers;

/// <summary>What the servers share: a corner of a database or of Redis that nobody else uses.</summary>
internal interface IBackendUnderTest : IAsyncDisposable
{
    /// <summary>A server's own network to it.</summary>
    NetworkRelay NewNetwork();

    /// <summary>Registers it for one server.</summary>
    /// <param name="login">The server's login.</param>
    /// <param name="network">The server's network.</param>
    /// <param name="configure">What all backends' settings have in common.</param>
    void Share(Auth0WebAppAuthenticationBuilder login, NetworkRelay network, Action<SharedSessionOptions> configure);

    /// <summary>Waits until that many servers wait for another server's turn.</summary>
    Task WaitingAsync(int servers, CancellationToken cancellationToken = default);

    /// <summary>Everything that is in it, bytes as the text they might be. The keys of Data Protection are there as well.</summary>
    Task<string> CopyAsync();

    /// <summary>What a copy shows of a session of that generation.</summary>
    string Shown(long generation);
}
