using System.Buffers.Text;
using System.Security.Claims;
using System.Text;
using Auth0.AspNetCore.Mrrt.Session.Model;

namespace Auth0.AspNetCore.Mrrt.SampleSessions;

/// <summary>Tokens and a user of the size that a tenant makes them. The unit tests and the benchmarks both build their
/// sessions of them.</summary>
internal static class SampleTokens
{
    private const string Header = """{"alg":"RS256","typ":"JWT","kid":"NjVBRjY5MDlCMUIwNzU4RTA2QzZFMDQ4QzQ2MDAyQjVDNjk1RTM2Qg"}""";

    /// <summary>A JWT of so many characters, signed by nobody. The same for the same audience.</summary>
    public static string Jwt(string audience, int length = 900)
    {
        var random = new Random(audience.Aggregate(length, (seed, letter) => (seed * 31) + letter));
        var signature = new byte[256];
        random.NextBytes(signature);
        var filler = new byte[length / 2];
        random.NextBytes(filler);
        var payload = $$"""{"iss":"https://tenant.example.com/","sub":"auth0|0","aud":"{{audience}}","x":"{{Convert.ToHexString(filler)}}"}""";
        var head = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Header));
        var tail = Base64Url.EncodeToString(signature);
        var bytes = (length - head.Length - tail.Length - 2) * 3 / 4;
        var cut = payload[..(bytes - 2)] + "\"}";
        return $"{head}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(cut))}.{tail}";
    }

    public static AccessTokenSet Set(
        string audience,
        DateTimeOffset now,
        TimeSpan? lifetime = null,
        string? token = null,
        string scope = "read:all write:all") => new()
        {
            AccessToken = token ?? Jwt(audience),
            Audience = audience,
            Scope = scope,
            RequestedScope = scope,
            ExpiresAt = now + (lifetime ?? TimeSpan.FromHours(24)),
            ObtainedAt = now,
            UsedAt = now,
        };

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
