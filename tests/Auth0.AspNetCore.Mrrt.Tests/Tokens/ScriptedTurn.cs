using Auth0.AspNetCore.Mrrt.Coordination;

namespace Auth0.AspNetCore.Mrrt.Tests.Tokens;

/// <summary>A turn with the surprises that a test wants.</summary>
internal sealed class ScriptedTurn(ScriptedCoordination test, ISessionTurn inner) : ISessionTurn
{
    private SessionRecord? _shown = test.Shown;

    public bool Ended => inner.Ended;

    public SessionRecord? Newest => _shown ?? inner.Newest;

    public CancellationToken Lost => inner.Lost;

    public TimeSpan SureFor => inner.SureFor;

    public long NewestGeneration => Math.Max(Newest?.Generation ?? 0, inner.NewestGeneration);

    public void Show(SessionRecord record) => _shown = record;

    public async ValueTask ReloadAsync(CancellationToken cancellationToken)
    {
        await inner.ReloadAsync(cancellationToken);
        test.OnReadAgain(this);
    }

    public ValueTask<bool> CommitAsync(SessionRecord record, CancellationToken cancellationToken)
    {
        test.OnCommit();
        test.Commits++;
        return test.Refuses ? RefuseAsync() : inner.CommitAsync(record, cancellationToken);
    }

    private async ValueTask<bool> RefuseAsync()
    {
        await inner.ReloadAsync(CancellationToken.None);
        return false;
    }

    public async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync();
        test.OnLeave();
    }
}
