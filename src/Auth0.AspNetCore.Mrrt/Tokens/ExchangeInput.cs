using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Tenant;

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>What an exchange works with. Resolved in the request of the call that begins it: an exchange runs apart from any
/// request.</summary>
internal sealed class ExchangeInput
{
    /// <summary>The tenant and client.</summary>
    public required TenantSettings Tenant { get; init; }

    /// <summary>The generation that the caller's request brought along.</summary>
    public required SessionTokens Seen { get; init; }

    /// <summary>Where the session lives beside the coordinator. Null for a session that lives in its cookie or with the
    /// coordinator.</summary>
    public ISessionTokenStore? TokenStore { get; init; }

    /// <summary>How long the session's cookies last. Null when this is not known.</summary>
    public CookieLife? CookieLife { get; init; }

    public static ExchangeInput Of(ITokenSession session, TenantSettings tenant) => new()
    {
        Tenant = tenant,
        Seen = session.Current.Tokens,
        TokenStore = session.TokenStore,
        CookieLife = session.CookieLife,
    };
}
