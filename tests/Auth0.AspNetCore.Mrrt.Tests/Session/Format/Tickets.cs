using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.SampleSessions;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Format;

/// <summary>Tickets as a tenant's logins leave them.</summary>
internal static class Tickets
{
    public static readonly DateTimeOffset Now = new ManualTimeProvider().GetUtcNow();

    /// <summary>A token of so many characters, signed by nobody.</summary>
    public static string Jwt(string audience, int length = 900) => SampleTokens.Jwt(audience, length);

    public static AccessTokenSet Set(string audience, string? token = null, string scope = "read:all write:all") =>
        SampleTokens.Set(audience, Now, token: token, scope: scope);

    public static SessionTokens Tokens(int additional = 0) => new()
    {
        SessionId = "4Vdh0XqVb0mJ2m7Jm0C3Kg",
        Generation = 3,
        Scheme = Auth0Constants.AuthenticationScheme,
        Primary = Set("https://api.example.com"),
        Additional = [.. Enumerable.Range(1, additional).Select(i => Set($"https://api-{i:00}.example.com"))],
        RefreshToken = "v1.Mdwqs-2rN8qQz0ZbI4sO1yHc9kPq7Lw3XkZ5T6b0sR4",
        IdToken = Jwt("client-id", 1000),
    };

    public static AuthenticationTicket Of(SessionTokens tokens)
    {
        var properties = new AuthenticationProperties { IssuedUtc = Now, ExpiresUtc = Now.AddDays(14), IsPersistent = true };
        TicketTokens.Write(tokens, properties.Items);
        return new AuthenticationTicket(Principal(), properties, "Cookies");
    }

    public static ClaimsPrincipal Principal() => SampleTokens.Principal();
}
