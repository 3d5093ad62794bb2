using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;

namespace Auth0.AspNetCore.Mrrt.Testing.Contracts;

/// <summary>
/// A server under test: what it coordinates with, its clock, and its network. A <see cref="NetworkRelay"/> between it and its
/// backend does what the network has to do here. A single process has no network: its members may throw.
/// </summary>
public interface IContractServer
{
    /// <summary>The server's coordinator.</summary>
    ISessionCoordinator Coordinator { get; }

    /// <summary>The server's store of sessions. Null when sessions are in cookies. The default is the coordinator, where it is a
    /// store.</summary>
    ISessionStore? Store => Coordinator as ISessionStore;

    /// <summary>The driver under the coordinator, for <see cref="SessionContracts.Backend"/>. The default is null.</summary>
    ISessionBackend? Backend => null;

    /// <summary>What time it is on the server.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Moves the server's clock on. The clock goes on by itself as well, so that waits end.</summary>
    /// <param name="by">How far.</param>
    void Advance(TimeSpan by);

    /// <summary>Breaks every connection that the server has. New ones are let through.</summary>
    void BreakConnections();

    /// <summary>Breaks every connection that the server has, and lets no new one through. To the backend the server is dead: it
    /// extends no lease.</summary>
    void CutOff();

    /// <summary>Lets connections through again.</summary>
    void Reconnect();

    /// <summary>Does once what the server does in the background: it hears who signed out, and tells what it could not tell.</summary>
    /// <param name="cancellationToken">Ends the pass.</param>
    /// <returns>A task that is done after one pass.</returns>
    Task PassAsync(CancellationToken cancellationToken);
}
