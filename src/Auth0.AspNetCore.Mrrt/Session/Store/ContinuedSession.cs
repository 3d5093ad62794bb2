using Auth0.AspNetCore.Mrrt.Coordination;

namespace Auth0.AspNetCore.Mrrt.Session.Store;

/// <summary>Gives the refresh token of an ended session one owner, over all servers (G16).</summary>
internal static class ContinuedSession
{
    /// <summary>Counts one generation more, without tokens. Whoever comes later sees that the refresh token has an owner.</summary>
    /// <param name="turn">The ended session's turn.</param>
    /// <param name="newest">The generation of the refresh token.</param>
    /// <returns>False when another has been the first.</returns>
    /// <exception cref="SessionCoordinationException">Nobody can tell.</exception>
    public static async ValueTask<bool> TryOwnAsync(ISessionTurn turn, long newest)
    {
        if (turn.NewestGeneration > newest)
        {
            return false;
        }

        var mark = SessionRecord.Mark(newest + 1);
        await turn.CommitAsync(mark, CancellationToken.None).ConfigureAwait(false);
        var isOther = turn.Newest is { } record && record.Generation == mark.Generation && !mark.IsSame(record);
        return turn.NewestGeneration == mark.Generation && !isOther;
    }
}
