namespace Auth0.AspNetCore.Mrrt.Tests.Generated;

/// <summary>Compares what a request for a token got with what it must get.</summary>
internal static class TokenCheck
{
    /// <param name="model">The model, as it was before the answer.</param>
    /// <param name="view">The request's view. Null when nobody is signed in.</param>
    /// <param name="answer">What it got.</param>
    public static string? Problem(BrowserModel model, ModelView? view, GivenAnswer answer)
    {
        var (force, reason, exchanges) = (answer.Force, answer.Reason, answer.Exchanges);
        if (view is null || view.Session.HasEnded)
        {
            // A server that has not heard of the end gives what the request's cookie has, and asks nobody.
            return exchanges > 0 ? "the tenant was asked for a session that has ended"
                : reason is null && (view is null || answer.HadTurn || force) ? "a token without a session"
                : null;
        }

        var session = view.Session;
        var isBehind = view.Generation < session.Generation && !model.IsOutdated(view); // It may find a new token in its session.
        if (session.SignIn > view.SignIn && session.SignInTicket!.Expires <= model.Now)
        {
            return null; // A later sign-in has ended sooner. The request learns of it when it exchanges, and of no renewal since.
        }

        return session.CanRefresh is false || model.IsOutdated(view)
            ? exchanges > 0 ? "the tenant was asked with a refresh token that is not the session's"
                : force && reason is null && !isBehind ? "a new token without an exchange"
                : null
            : exchanges > 1 ? $"{exchanges} exchanges for one token"
            : session.CanRefresh is null ? null
            : reason is not null ? $"{reason} instead of a token"
            : force && exchanges == 0 && !isBehind ? "no exchange"
            : null;
    }
}

/// <summary>What a request for a token got.</summary>
/// <param name="Force">True when the token has to be newer than those that the request knows.</param>
/// <param name="Reason">Why there is no token. Null when there is one.</param>
/// <param name="Exchanges">How often the tenant was asked.</param>
/// <param name="HadTurn">True when the server has asked for the session's turn.</param>
internal sealed record GivenAnswer(bool Force, string? Reason, int Exchanges, bool HadTurn);
