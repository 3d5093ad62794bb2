namespace Auth0.AspNetCore.Mrrt.Coordination;

/// <summary>The exclusive right to exchange for one session. Disposing hands it to the next in line.</summary>
public interface ISessionTurn : IAsyncDisposable
{
    /// <summary>Whether the session had ended when it was last read; after a refused commit, whether that is why.</summary>
    bool Ended { get; }

    /// <summary>The newest generation when it was last read, at the beginning of the turn: what the request brought
    /// along may be old. None while nothing was committed, or when it is not remembered any more. Of a session that has ended
    /// it is what was committed after the end, where several servers share the sessions: for a sign-in that continues the
    /// session, and for nobody else.</summary>
    SessionRecord? Newest { get; }

    /// <summary>The number of the newest generation, also when the generation itself is not remembered any more; 0
    /// for a session of which nothing is known.</summary>
    long NewestGeneration { get; }

    /// <summary>Cancelled when another server may have the turn now. A turn that a transaction holds never says so. What is under way
    /// goes on: its answer must be kept, and the commit decides.</summary>
    CancellationToken Lost => CancellationToken.None;

    /// <summary>For how long the turn is surely held, if nothing is heard. No exchange that may take longer begins. The default is
    /// <see cref="Timeout.InfiniteTimeSpan"/>: until it is disposed of.</summary>
    TimeSpan SureFor => Timeout.InfiniteTimeSpan;

    /// <summary>Reads the session again. Where a commit has given the turn up, waits for it again first.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that is done when the properties say what is so now.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> came first.</exception>
    /// <exception cref="TimeoutException">Somebody else holds the turn for longer than the coordinator waits.</exception>
    /// <exception cref="SessionCoordinationException">The other servers are out of reach.</exception>
    ValueTask ReloadAsync(CancellationToken cancellationToken);

    /// <summary>Makes <paramref name="record"/> the newest generation, and ends the right to exchange until
    /// <see cref="ReloadAsync"/>. In a session that has ended only the number counts, for a sign-in that continues the
    /// session.</summary>
    /// <param name="record">The generation after the one that was read.</param>
    /// <param name="cancellationToken">Callers pass none: the tokens that were obtained must be kept.</param>
    /// <returns>Whether it was kept; not when the session has ended or has moved on.</returns>
    /// <exception cref="SessionCoordinationException">It is not known whether it was kept: the other servers are out of
    /// reach, and stayed so for as long as the coordinator tries again.</exception>
    ValueTask<bool> CommitAsync(SessionRecord record, CancellationToken cancellationToken);
}
