using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Session.Store;

/// <summary>
/// Finds out that another process serves the same sessions, although this one coordinates alone: a cookie has tokens that this
/// process has not obtained, and that are younger than it. Said once. It looks no more once a session has begun here with the tokens
/// of an earlier one, which a cookie does not tell apart.
/// </summary>
internal sealed class OtherProcess(ISessionCoordinator coordinator, TimeProvider time, ILogger<OtherProcess> logger)
{
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();
    private int _isOver;

    /// <summary>The tokens of a session are of a generation that nobody has committed for it.</summary>
    public void SessionBeganWithTokens() => Volatile.Write(ref _isOver, 1);

    /// <summary>Looks at tokens of a generation that this process does not know.</summary>
    public void Look(SessionTokens tokens)
    {
        if (!coordinator.IsShared
            && Volatile.Read(ref _isOver) == 0
            && LastObtained(tokens) > _startedAt
            && Interlocked.Exchange(ref _isOver, 1) == 0)
        {
            logger.OtherProcess();
        }
    }

    private static DateTimeOffset LastObtained(SessionTokens tokens)
    {
        var primary = tokens.Primary?.ObtainedAt ?? default;
        // Nothing is opened for a warning: a request that asks for an additional token looks again when it responds.
        var additional = !tokens.IsUnopened && tokens.Additional is [.., var last] ? last.ObtainedAt : default;
        return primary > additional ? primary : additional;
    }
}
