namespace Auth0.AspNetCore.Mrrt.Tests.Generated;

/// <summary>Compares what a request for a token got with what it must get.</summary>
internal static class TokenCheck
{
    /// <param name="model">The model.</param>
    /// <param name="cookie">The request's cookie. Null when nobody is signed in.</param>
    /// <param name="reason">Why there is no token. Null when there is one.</param>
    /// <param name="force">True when the token has to be newer than those that the request knows.</param>
    /// <param name="exchanges">How often the tenant was asked.</param>
    public static string? Problem(BrowserModel model, ModelCookie? cookie, string? reason, bool force, int exchanges)
    {
        if (cookie is null)
        {
            return reason is null ? "a token without a session"
                : exchanges > 0 ? "the tenant was asked for a session that has ended"
                : null;
        }

        if (!cookie.Session.CanRefresh || model.IsOutdated(cookie))
        {
            return exchanges > 0 ? "the tenant was asked with a refresh token that is not the session's"
                : force && reason is null ? "a new token without an exchange"
                : null;
        }

        return reason is not null ? $"{reason} instead of a token"
            : exchanges > 1 ? $"{exchanges} exchanges for one token"
            : null;
    }
}
