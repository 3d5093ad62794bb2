namespace Auth0.AspNetCore.Mrrt.Coordination;

/// <summary>The exclusive right to exchange for one session. Disposing hands it to the next in line.</summary>
internal interface ISessionTurn : IAsyncDisposable
{
    /// <summary>Whether the session ended before the turn came.</summary>
    bool Ended { get; }

    /// <summary>The newest generation when the turn came, read again: what the request brought along may be old.</summary>
    SessionRecord? Newest { get; }

    /// <summary>The number of the newest generation, also when the generation itself is not remembered any more.</summary>
    long NewestGeneration { get; }

    /// <summary>Makes <paramref name="next"/> the newest generation.</summary>
    /// <param name="next">The generation after the one that was read.</param>
    /// <param name="cancellationToken">Callers pass none: what was bought must be kept.</param>
    /// <returns>Whether it was kept; not when the session has ended or has moved on.</returns>
    ValueTask<bool> CommitAsync(SessionRecord next, CancellationToken cancellationToken);
}
