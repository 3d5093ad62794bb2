using Auth0.AspNetCore.Mrrt.Coordination;

namespace Auth0.AspNetCore.Mrrt.Contracts;

/// <summary>A server under test: what it coordinates with, and the clock it goes by.</summary>
public interface ISessionServer : IAsyncDisposable
{
    /// <summary>The coordinator; an <see cref="ISessionStore"/> where that is under test.</summary>
    ISessionCoordinator Coordinator { get; }

    /// <summary>What time it is there.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Moves its clock on.</summary>
    void Advance(TimeSpan by);
}
