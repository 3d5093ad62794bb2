using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Request;

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>Tells a caller whether its token is at hand: the session is open, and a stored token answers the call.</summary>
/// <param name="coordinator">Tells what this server knows of the session.</param>
/// <param name="time">The clock.</param>
internal sealed class StoredTokens(ISessionCoordinator coordinator, TimeProvider time)
{
    /// <summary>The answer for a caller whose session has ended.</summary>
    public static readonly AccessTokenResult SessionEnded =
        AccessTokenResult.Failed(AccessTokenFailure.SessionEnded, "The session has ended since the request began.");

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Compares the session's own end and what this server knows of a sign-out (G14). A hub's or a stream's request stays
    /// open for hours, and its cookie was validated when it began. Allocates nothing and calls no other server.</summary>
    /// <returns>True when no token may be given any more.</returns>
    public bool HasEnded(SessionSnapshot session, DateTimeOffset now) =>
        session.EndsAt <= now || HasEndedForAll(session);

    /// <summary>True when this server knows that the session has ended, for every request that brings it.</summary>
    public bool HasEndedForAll(SessionSnapshot session) => coordinator.HasEnded(session.Tokens.SessionId);

    /// <summary>True when the session is open, and this server knows of no newer generation. A caller that asks often looks again
    /// only when this server has learned of a change.</summary>
    /// <param name="session">The session.</param>
    /// <param name="now">The time.</param>
    /// <param name="changesLearned">The number of changes at the last look. -1 before the first.</param>
    public bool IsCurrent(SessionSnapshot session, DateTimeOffset now, ref long changesLearned)
    {
        var changes = coordinator.ChangesLearned; // before the look: a change during the look makes the next call look again
        if (session.EndsAt <= now || (changes != changesLearned && !IsNewest(session)))
        {
            return false;
        }

        changesLearned = changes ?? -1;
        return true;
    }

    /// <summary>True when this server knows of nothing newer, and no request of this server has the session's turn.</summary>
    public bool IsSettled(SessionTokens tokens) =>
        coordinator.Peek(tokens.SessionId) is { Ended: false, Busy: false } status && status.NewestGeneration <= tokens.Generation;

    private bool IsNewest(SessionSnapshot session) =>
        coordinator.Peek(session.Tokens.SessionId) is { Ended: false } status && status.NewestGeneration <= session.Tokens.Generation;

    /// <summary>Returns a token that has all that is asked for. Allocates nothing. The caller knows the session to be open.</summary>
    /// <returns>The answer. Null when the question takes more than a look.</returns>
    public static AccessTokenResult? Granted(
        SessionTokens tokens, AccessTokenRequest? request, Auth0WebAppWithAccessTokenOptions settings, DateTimeOffset now)
    {
        if (request is { ForceRefresh: true })
        {
            return null;
        }

        var audience = TokenNeed.AudienceOf(request, settings);
        var stored = TokenMatch.Granted(
            tokens, audience, settings.DefaultScope(audience), request?.Scope, now, settings.AccessTokenExpirationLeeway);
        if (stored is null)
        {
            return null;
        }

        stored.UsedAt = now;
        return stored.Granted;
    }

    /// <summary>Returns all that the session can answer without an exchange, refusals as well. The caller knows the session to be
    /// open.</summary>
    /// <returns>The answer. Null when an exchange is needed.</returns>
    public AccessTokenResult? Answer(SessionTokens tokens, TokenNeed need)
    {
        if (need.Forced)
        {
            return null;
        }

        var now = Now;
        return Find(tokens, need, now) is { } stored ? HandOut(stored, need, now)
            : IsRefused(tokens, need, now) ? FailedAnswer.AudienceNotGranted(need)
            : null;
    }

    /// <summary>True when the tenant need not be asked for this audience now: it has refused it a moment ago, or so many others that
    /// one from outside the application has to wait.</summary>
    public static bool IsRefused(SessionTokens tokens, TokenNeed need, DateTimeOffset now) =>
        AudienceRefusals.Holds(tokens.AudiencesRefused, need.Audience, now)
        || (!need.AudienceIsConfigured
            && AudienceRefusals.AreMany(tokens.AudiencesRefused, now)
            && tokens.Primary?.Audience != need.Audience
            && !tokens.Additional.Any(set => set.Audience == need.Audience));

    /// <summary>Returns a token that is still valid after an exchange failed. A tenant that cannot answer, a session that cannot
    /// ask, or a client secret that was changed badly takes no valid token away.</summary>
    public AccessTokenSet? StillValid(SessionTokens tokens, TokenNeed need, AccessTokenFailure? failure) =>
        !need.Forced
        && failure is AccessTokenFailure.Transient or AccessTokenFailure.NoRefreshToken
            or AccessTokenFailure.NoRefreshTokenGranted or AccessTokenFailure.CoordinationUnavailable
            or AccessTokenFailure.ClientRefused
            ? TokenMatch.FindUsable(tokens, need, Now)
            : null;

    private AccessTokenSet? Find(SessionTokens tokens, TokenNeed need, DateTimeOffset now) =>
        TokenMatch.Find(tokens, need, now, need.Leeway)
            // Another caller is renewing already: nobody waits while the session holds a usable token (G11).
            ?? (coordinator.Peek(tokens.SessionId).Busy ? TokenMatch.FindUsable(tokens, need, now) : null);

    private static AccessTokenResult HandOut(AccessTokenSet stored, TokenNeed need, DateTimeOffset now)
    {
        var result = GrantedToken.Result(stored, need);
        if (result.Succeeded)
        {
            stored.UsedAt = now;
        }

        return result;
    }
}
