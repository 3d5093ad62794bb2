using System.Buffers.Text;
using System.Security.Claims;
using System.Text;
using Auth0.AspNetCore.Mrrt.Session;

namespace Auth0.AspNetCore.Mrrt.Benchmarks.Sites;

/// <summary>Sessions of the size that a tenant's tokens make them.</summary>
internal static class Samples
{
    public const string PrimaryAudience = "https://api.example.com";

    private const string Header = """{"alg":"RS256","typ":"JWT","kid":"NjVBRjY5MDlCMUIwNzU4RTA2QzZFMDQ4QzQ2MDAyQjVDNjk1RTM2Qg"}""";

    public static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public static string Audience(int number) => $"https://api-{number:00}.example.com/v1";

    /// <summary>A JWT of 900 letters.</summary>
    public static string Jwt(string audience)
    {
        var random = new Random(audience.Sum(letter => letter));
        var signature = new byte[256];
        random.NextBytes(signature);
        var filler = new byte[400];
        random.NextBytes(filler);
        var payload = $$"""{"iss":"https://tenant.example.com/","sub":"auth0|0","aud":"{{audience}}","x":"{{Convert.ToHexString(filler)}}"}""";
        var head = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Header));
        var tail = Base64Url.EncodeToString(signature);
        var bytes = (900 - head.Length - tail.Length - 2) * 3 / 4;
        var cut = payload[..(bytes - 2)] + "\"}";
        return $"{head}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(cut))}.{tail}";
    }

    public static SessionTokens Session(
        int additional, DateTimeOffset now, TimeSpan? lifetime = null, string sessionId = "4Vdh0XqVb0mJ2m7Jm0C3Kg")
    {
        AccessTokenSet Set(string audience) => new()
        {
            AccessToken = Jwt(audience),
            Audience = audience,
            Scope = "read:all write:all",
            RequestedScope = "read:all write:all",
            ExpiresAt = now + (lifetime ?? TimeSpan.FromHours(24)),
            ObtainedAt = now,
            UsedAt = now,
        };

        return new SessionTokens
        {
            SessionId = sessionId,
            Generation = 1,
            Scheme = Auth0Constants.AuthenticationScheme,
            Primary = Set(PrimaryAudience),
            Additional = [.. Enumerable.Range(1, additional).Select(number => Set(Audience(number)))],
            RefreshToken = "v1.Mdwqs-2rN8qQz0ZbI4sO1yHc9kPq7Lw3XkZ5T6b0sR4-" + sessionId,
            IdToken = Jwt("client-id"),
        };
    }

    public static ClaimsPrincipal Principal() => new(new ClaimsIdentity(
        [
            Claim("sub", "auth0|65a1b2c3d4e5f60718293a4b"),
            Claim("name", "Alice Example"),
            Claim("nickname", "alice"),
            Claim("picture", "https://pictures.example.com/alice.png"),
            Claim("email", "alice@example.com"),
            Claim("email_verified", "true"),
            Claim("sid", "s-0123456789abcdef"),
            Claim("updated_at", "2026-01-01T00:00:00.000Z"),
        ],
        Auth0Constants.AuthenticationScheme,
        "name",
        "roles"));

    private static Claim Claim(string type, string value) =>
        new(type, value, ClaimValueTypes.String, "https://tenant.example.com/");
}
