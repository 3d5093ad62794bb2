using System.Globalization;
using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using static Auth0.AspNetCore.Mrrt.Tests.Generated.BrowserApp;

namespace Auth0.AspNetCore.Mrrt.Tests.Generated;

/// <summary>What the application of the browser lives does with a session.</summary>
internal static class BrowserDeeds
{
    public static ClaimsPrincipal With(ClaimsPrincipal user, string claims) => new(new ClaimsIdentity(
        [.. user.Claims.Where(claim => claim.Type != Claims), new Claim(Claims, claims)], "test", "name", "roles"));

    public static async Task DoAsync(HttpContext http, TimeProvider time, Deed deed, string name)
    {
        switch (deed)
        {
            case Deed.SignOut:
                await http.SignOutAsync(Cookies);
                return;
            case Deed.SignInExternally:
                await http.SignInAsync(External, With(new ClaimsPrincipal(), name));
                return;
            case Deed.SignInFromExternal:
                await http.SignInAsync(External, With(new ClaimsPrincipal(), name));
                await http.SignInAsync(Cookies, With(new ClaimsPrincipal(), name), new AuthenticationProperties());
                return;
        }

        if (await http.AuthenticateAsync(Cookies) is { Succeeded: true } session)
        {
            await DoSignedInAsync(http, session, time.GetUtcNow(), deed, name);
        }
    }

    private static async Task DoSignedInAsync(
        HttpContext http, AuthenticateResult session, DateTimeOffset now, Deed deed, string name)
    {
        var (user, properties) = (session.Principal!, session.Properties!);
        switch (deed)
        {
            case Deed.ChangeClaims:
                await http.SignInAsync(Cookies, With(user, name), properties);
                break;
            case Deed.CutShort:
                properties.ExpiresUtc = now.AddMinutes(10);
                await http.SignInAsync(Cookies, user, properties);
                break;
            case Deed.StoreTokens:
                properties.StoreTokens([.. properties.GetTokens()]);
                await http.SignInAsync(Cookies, user, properties);
                break;
            case Deed.StoreOwnToken when SchemeOf(properties) is not null: // Otherwise the tokens look like those of another login.
                properties.StoreTokens([
                    .. properties.GetTokens().Where(token => token.Name is not ("access_token" or "expires_at")),
                    new() { Name = "access_token", Value = name },
                    new() { Name = "expires_at", Value = now.AddDays(1).ToString("o", CultureInfo.InvariantCulture) }]);
                await http.SignInAsync(Cookies, user, properties);
                break;
            case Deed.OutAndIn:
                await http.SignOutAsync(Cookies);
                await http.SignInAsync(Cookies, user, properties);
                break;
            case Deed.StoreTokensAnew:
                var anew = new AuthenticationProperties();
                anew.StoreTokens(properties.GetTokens());
                anew.Items[".AuthScheme"] = SchemeOf(properties);
                await http.SignInAsync(Cookies, user, anew);
                break;
            case Deed.CopyToSecondCookie:
                await http.SignInAsync(Second, user, properties.Clone());
                break;
            case Deed.SignInFromSecondCookie
                when await http.AuthenticateAsync(Second) is { Succeeded: true } second
                    && SessionOf(second.Properties!) == SessionOf(properties):
                await http.SignInAsync(Cookies, second.Principal, second.Properties);
                break;
        }
    }

    private static string? SchemeOf(AuthenticationProperties properties) =>
        properties.Items.TryGetValue(".AuthScheme", out var scheme) ? scheme : null;

    private static string? SessionOf(AuthenticationProperties properties) =>
        properties.Items.TryGetValue(TicketItems.SessionId, out var name) ? name : null;
}
