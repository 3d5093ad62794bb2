using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Session.Model;

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>Answers a call from what the session holds, without an exchange.</summary>
internal sealed class StoredTokens(ISessionCoordinator coordinator, TimeProvider time)
{
    /// <summary>Returns the session's answer; null when an exchange is needed.</summary>
    public AccessTokenResult? Answer(SessionTokens tokens, TokenNeed need)
    {
        if (need.Forced)
        {
            return null;
        }

        var now = time.GetUtcNow();
        return Find(tokens, need, now) is { } stored ? HandOut(stored, need, now)
            : AudienceRefusals.Holds(tokens.AudiencesRefused, need.Audience, now) ? FailedAnswer.AudienceNotGranted(need)
            : null;
    }

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
