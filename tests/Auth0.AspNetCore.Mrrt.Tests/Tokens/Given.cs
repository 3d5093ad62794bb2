using System.Buffers.Text;
using System.Text;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using Auth0.AspNetCore.Mrrt.Tokens;
using Microsoft.AspNetCore.Authentication.OAuth.Claims;

namespace Auth0.AspNetCore.Mrrt.Tests.Tokens;

/// <summary>Sessions, needs and answers in few words.</summary>
internal static class Given
{
    public const string Orders = "https://orders.example.com";
    public const string Inventory = "https://inventory.example.com";
    public const string Admin = "https://admin.example.com";

    /// <summary>The moment at which the tests' clock starts.</summary>
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static AccessTokenSet Set(
        string token, string? audience, string? granted, string? requested, int seconds = 3600, int usedAt = 0) => new()
        {
            AccessToken = token,
            Audience = audience,
            Scope = granted,
            RequestedScope = requested,
            ExpiresAt = Now.AddSeconds(seconds),
            UsedAt = Now.AddSeconds(usedAt),
        };

    public static SessionTokens Holding(AccessTokenSet? primary = null, params AccessTokenSet[] additional) => new()
    {
        SessionId = "session",
        Generation = 3,
        Scheme = Auth0Constants.AuthenticationScheme,
        Primary = primary,
        Additional = [.. additional],
        RefreshToken = "rt-3",
        IdToken = "it-3",
    };

    public static TokenNeed Need(
        string? audience,
        string? scope = null,
        bool forced = false,
        AudienceCheck audienceCheck = AudienceCheck.Strict,
        int maxAccessTokenSets = 20,
        ClaimActionCollection? claimActions = null) => new()
        {
            AudienceCheck = audienceCheck,
            MaxAccessTokenSets = maxAccessTokenSets,
            ClaimActions = claimActions,
            Scheme = Auth0Constants.AuthenticationScheme,
            MayRefresh = true,
            LoginIsOurs = true,
            Audience = audience,
            Scope = scope,
            Forced = forced,
            Leeway = TimeSpan.FromSeconds(60),
        };

    public static TokenResponse Response(
        string token, string? scope = null, string? refreshToken = null, string? idToken = null, int seconds = 3600) => new()
        {
            AccessToken = token,
            TokenType = "Bearer",
            ExpiresAt = Now.AddSeconds(seconds),
            Scope = scope,
            RefreshToken = refreshToken,
            IdToken = idToken,
        };

    public static TokenRefreshResult Refreshed(TokenResponse response) =>
        TokenRefreshResult.Of(GrantAnswer.Success(response, 200));

    public static TokenRefreshResult Failed(
        TokenErrorClass errorClass,
        int? status,
        string? error,
        string? description,
        TimeSpan? retryAfter = null,
        string? mfaToken = null,
        MfaRequirements? mfaRequirements = null) => TokenRefreshResult.Of(
            GrantAnswer.Failure(errorClass, status, error, description, retryAfter, mfaToken, mfaRequirements));

    public static TokenRefreshResult WithoutAccessToken(string? refreshToken, string? idToken) =>
        TokenRefreshResult.Of(GrantAnswer.WithoutAccessToken(200, refreshToken, idToken));

    /// <summary>A JWT that can be read and that nobody has signed.</summary>
    public static string Jwt(string payload) =>
        $"{Base64Url.EncodeToString("""{"alg":"RS256"}"""u8)}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload))}.c2ln";
}
