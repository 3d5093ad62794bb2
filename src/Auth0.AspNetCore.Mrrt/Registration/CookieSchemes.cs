using Auth0.AspNetCore.Mrrt.Session.Request;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>The one map between login schemes and cookie schemes. A scheme's settings are those of the login, or those of
/// the client where another handler signs the users in.</summary>
internal sealed class CookieSchemes(
    IEnumerable<Auth0Scheme> schemes,
    IOptionsMonitor<Auth0WebAppOptions> logins,
    IOptionsMonitor<Auth0AccessTokensClientOptions> clients) : ICookieSchemes
{
    private readonly Auth0Scheme[] _schemes = [.. schemes.Distinct()];

    private readonly HashSet<string> _signsIn =
        [.. schemes.Where(scheme => scheme.SignsIn).Select(scheme => scheme.Name)];

    public string Of(string scheme) =>
        SignsIn(scheme) ? logins.Get(scheme).CookieAuthenticationScheme : clients.Get(scheme).CookieAuthenticationScheme;

    /// <summary>True when <c>AddAuth0WebApp</c> registered the scheme's login handler.</summary>
    public bool SignsIn(string scheme) => _signsIn.Contains(scheme);

    /// <summary>The login schemes whose sessions a cookie scheme holds.</summary>
    public IEnumerable<Auth0Scheme> SchemesOf(string? cookieScheme) =>
        _schemes.Where(scheme => Of(scheme.Name) == cookieScheme);

    public TicketFormat TicketFormatOf(string scheme) =>
        SignsIn(scheme) ? logins.Get(scheme).TicketFormat : clients.Get(scheme).TicketFormat;
}
