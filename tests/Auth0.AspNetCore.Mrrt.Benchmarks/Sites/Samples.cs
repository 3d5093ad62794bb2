using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.SampleSessions;
using Auth0.AspNetCore.Mrrt.Session.Model;

namespace Auth0.AspNetCore.Mrrt.Benchmarks.Sites;

/// <summary>Sessions of the size that a tenant's tokens make them.</summary>
internal static class Samples
{
    public const string PrimaryAudience = "https://api.example.com";

    /// <summary>What each token was asked for, and granted.</summary>
    public const string Scope = "read:all write:all";

    public static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public static string Audience(int number) => $"https://api-{number:00}.example.com/v1";

    /// <summary>A JWT of 900 characters.</summary>
    public static string Jwt(string audience) => SampleTokens.Jwt(audience);

    public static SessionTokens Session(
        int additional,
        DateTimeOffset now,
        TimeSpan? lifetime = null,
        string sessionId = "4Vdh0XqVb0mJ2m7Jm0C3Kg",
        TimeSpan? additionalLifetime = null) => new()
        {
            SessionId = sessionId,
            Generation = 1,
            Scheme = Auth0Constants.AuthenticationScheme,
            Primary = SampleTokens.Set(PrimaryAudience, now, lifetime),
            Additional = [.. Enumerable.Range(1, additional).Select(number => SampleTokens.Set(
                Audience(number), now, additionalLifetime ?? lifetime))],
            RefreshToken = "v1.Mdwqs-2rN8qQz0ZbI4sO1yHc9kPq7Lw3XkZ5T6b0sR4-" + sessionId,
            IdToken = Jwt("client-id"),
        };

    public static ClaimsPrincipal Principal() => SampleTokens.Principal();
}
