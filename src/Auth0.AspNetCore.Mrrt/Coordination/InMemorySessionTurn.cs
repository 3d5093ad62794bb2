namespace Auth0.AspNetCore.Mrrt.Coordination;

/// <summary>A turn whose commit is in the stored session at once.</summary>
internal sealed class InMemorySessionTurn(ISessionTurn turn, Func<SessionRecord?> stored, Action<SessionRecord> store)
    : ISessionTurn
{
    public bool Ended => turn.Ended;

    public SessionRecord? Newest => turn.Newest ?? stored();

    public long NewestGeneration => Math.Max(turn.NewestGeneration, stored()?.Generation ?? 0);

    public ValueTask ReloadAsync(CancellationToken cancellationToken) => turn.ReloadAsync(cancellationToken);

    public async ValueTask<bool> CommitAsync(SessionRecord record, CancellationToken cancellationToken)
    {
        if (record.Generation <= NewestGeneration
            || !await turn.CommitAsync(record, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        store(record);
        return true;
    }

    public ValueTask DisposeAsync() => turn.DisposeAsync();
}
