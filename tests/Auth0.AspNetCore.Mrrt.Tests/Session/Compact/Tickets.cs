using System.Buffers.Text;
using System.Security.Claims;
using System.Text;
using Auth0.AspNetCore.Mrrt.Session;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Compact;

/// <summary>Tickets as a tenant's logins leave them.</summary>
internal static class Tickets
{
    public static readonly DateTimeOffset Now = new ManualTimeProvider().GetUtcNow();

    /// <summary>A token of so many letters, signed by nobody.</summary>
    public static string Jwt(string audience, int length = 900)
    {
        const string Header = """{"alg":"RS256","typ":"JWT","kid":"NjVBRjY5MDlCMUIwNzU4RTA2QzZFMDQ4QzQ2MDAyQjVDNjk1RTM2Qg"}""";
        var random = new Random(audience.GetHashCode(StringComparison.Ordinal) ^ length);
        var signature = new byte[256];
        random.NextBytes(signature);
        var frame = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Header)).Length + Base64Url.EncodeToString(signature).Length + 2;
        var filler = new byte[(length - frame) * 3 / 4 - 60 - audience.Length];
        random.NextBytes(filler);
        var payload = $$"""{"iss":"https://tenant.example.com/","aud":"{{audience}}","x":"{{Convert.ToHexString(filler)[..filler.Length]}}"}""";
        return $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Header))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload))}"
            + $".{Base64Url.EncodeToString(signature)}";
    }

    public static AccessTokenSet Set(string audience, string? token = null, string scope = "read:all write:all") => new()
    {
        AccessToken = token ?? Jwt(audience),
        Audience = audience,
        Scope = scope,
        RequestedScope = scope,
        ExpiresAt = Now.AddHours(24),
        ObtainedAt = Now,
        UsedAt = Now,
    };

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

    public static ClaimsPrincipal Principal() => new(new ClaimsIdentity(
        [
            Claim("sub", "auth0|65a1b2c3d4e5f60718293a4b"),
            Claim("name", "Alice Example"),
            Claim("nickname", "alice"),
            Claim("picture", "https://pictures.example.com/a.png"),
            Claim("email", "alice@example.com"),
            Claim("email_verified", "true", ClaimValueTypes.Boolean),
            Claim("sid", "s-0123456789abcdef"),
            Claim("updated_at", "2026-01-01T00:00:00.000Z"),
        ],
        Auth0Constants.AuthenticationScheme,
        "name",
        "roles"));

    private static Claim Claim(string type, string value, string valueType = ClaimValueTypes.String) =>
        new(type, value, valueType, "https://tenant.example.com/");
}
