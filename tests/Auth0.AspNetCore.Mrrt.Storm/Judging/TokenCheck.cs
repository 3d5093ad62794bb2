using Auth0.AspNetCore.Mrrt.Storm.Browsers;

namespace Auth0.AspNetCore.Mrrt.Storm.Judging;

/// <summary>Whether a token is the right one: for this user, this API and these scopes, not expired when it was given
/// out, and one that the tenant remembers issuing.</summary>
internal sealed class TokenCheck(Evidence evidence)
{
    private readonly ILookup<(string?, string?), LoggedExchange> _granted = evidence.Exchanges
        .Where(exchange => exchange.Granted)
        .ToLookup(exchange => (exchange.User, exchange.Audience));

    /// <summary>What is wrong with an answer; nothing is wrong with one that holds no token.</summary>
    public string? Problem(Answer answer)
    {
        if (answer.Subject is { } subject && subject != answer.User)
        {
            return $"the server took the user for {subject}";
        }

        if (answer.ElevatedSubject is { } elevated && elevated != answer.User)
        {
            return $"the second cookie signs in {elevated}";
        }

        if (answer.HasUnreadableToken)
        {
            return "what was given out is no token";
        }

        return answer.Token is { } token ? Problem(answer, token) : null;
    }

    private string? Problem(Answer answer, HandedToken token) =>
        answer.Subject is null ? "a token for nobody"
        : token.Subject != answer.User ? $"the token is {token.Subject}'s"
        : !token.Audiences.Contains(answer.Audience) ? $"the token is for {string.Join(' ', token.Audiences)}"
        : Scopes.Missing(token.Scope, answer.Scope) is [_, ..] missing ? $"the token lacks {string.Join(' ', missing)}"
        : HasExpired(answer, token) ? $"the token had expired at {token.ExpiresAt:HH:mm:ss}"
        : !evidence.IsIssued(token.Value) ? "the tenant has not issued the token"
        : !IsLogged(answer, token) ? "the tenant's log has no such exchange"
        : null;

    /// <summary>A server that stood still in between gave the token out at an unknown time after it was asked.</summary>
    private bool HasExpired(Answer answer, HandedToken token)
    {
        var handedOut = evidence.IsDisturbed(answer.Asked, answer.Answered) ? answer.Asked : answer.HandedOutAt;
        return token.ExpiresAt + StormTimes.ClockTolerance <= handedOut;
    }

    private bool IsLogged(Answer answer, HandedToken token) => _granted[(answer.User, answer.Audience)].Any(
        exchange => exchange.IsWhenceCame(token));
}
