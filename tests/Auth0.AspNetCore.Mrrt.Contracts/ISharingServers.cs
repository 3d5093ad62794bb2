namespace Auth0.AspNetCore.Mrrt.Contracts;

/// <summary>Servers that share their sessions, made anew for each test. A turn is waited for two seconds at most, and a
/// commit is tried for five.</summary>
public interface ISharingServers : IAsyncDisposable
{
    /// <summary>Adds a server.</summary>
    Task<ISharingServer> StartAsync();

    /// <summary>Waits until that many of them wait for another one's turn, outside of their own process.</summary>
    Task WaitingAsync(int servers);
}
