using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;

namespace Auth0.AspNetCore.Mrrt.Tests.Explored;

/// <summary>The session cookies of explored stories. All servers read and write them in the same way.</summary>
internal static class ExploredCookies
{
    public const string Scheme = "Cookies";
    public const string Name = "session";
    public const string Role = "role";

    private static readonly SessionTicketFormat Format =
        new(new EphemeralDataProtectionProvider().CreateProtector("explored"), TicketFormat.Compact);

    public static CookieAuthenticationOptions Options(TimeProvider time) => new()
    {
        Cookie = { Name = Name },
        CookieManager = new ChunkingCookieManager(),
        TicketDataFormat = Format,
        Events = new CookieAuthenticationEvents(),
        TimeProvider = time,
    };

    public static ClaimsPrincipal User(string role) =>
        new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, "user"), new(Role, role)], "test"));

    /// <summary>The cookie of a login.</summary>
    public static string Of(SessionTokens tokens, string role)
    {
        var properties = new AuthenticationProperties { IssuedUtc = Given.Now, ExpiresUtc = Given.Now.AddDays(14) };
        TicketTokens.Write(tokens, properties.Items);
        return Format.Protect(new AuthenticationTicket(User(role), properties, Scheme));
    }

    public static SessionTokens Tokens(string cookie) => TicketTokens.Read(Format.Unprotect(cookie)!.Properties.Items);

    public static string? RoleOf(string cookie) => Format.Unprotect(cookie)!.Principal.FindFirstValue(Role);
}
