using System.Globalization;
using System.Text.Json;
using Auth0.AspNetCore.Mrrt.Diagnostics;
using Auth0.AspNetCore.Mrrt.Jwt;

namespace Auth0.AspNetCore.Mrrt.TokenEndpoint;

/// <summary>
/// Judges an answer of the token endpoint. Whatever the bytes are, the outcome is a result and not an exception, and
/// nothing of the body goes into it but the members that the specifications name.
/// </summary>
internal sealed class TokenResponseReader(TimeProvider time)
{
    /// <summary>How long a token is taken to last when neither the answer nor the token names a lifetime that makes sense.</summary>
    public static readonly TimeSpan AssumedLifetime = TimeSpan.FromMinutes(5);

    /// <summary>No lifetime is believed beyond this; Auth0's own limit is 30 days.</summary>
    public static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(366);

    /// <summary>A shorter lifetime makes no sense: the tenant issued the token to be used.</summary>
    private static readonly TimeSpan ShortestLifetime = TimeSpan.FromSeconds(1);

    /// <summary>The most that is taken over of a description, in characters.</summary>
    public const int LongestDescription = 1000;

    /// <summary>The most that is taken over of an error code, in characters. No code is as long.</summary>
    private const int LongestError = 200;

    /// <param name="response">The answer, in memory.</param>
    /// <param name="sentAt">When the call left. Lifetimes count from here: a slow answer makes no token last longer.</param>
    /// <param name="isWhole">False when the answer was cut off, or is larger than any that is meant.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<GrantAnswer> ReadAsync(
        HttpResponseMessage response, DateTimeOffset sentAt, bool isWhole, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        var answer = isWhole ? StrictJson.Object(body) : null;
        return !response.IsSuccessStatusCode ? Failure(answer ?? default, response)
            : answer is { } root ? Success(root, response, sentAt)
            : Rescued(body, response);
    }

    /// <summary>The tenant has rotated the refresh token for an answer that cannot be read, too.</summary>
    private static GrantAnswer Rescued(byte[] body, HttpResponseMessage response)
    {
        var (refreshToken, idToken) = RefreshTokenRescue.Find(body);
        return GrantAnswer.WithoutAccessToken((int)response.StatusCode, refreshToken, idToken);
    }

    private static GrantAnswer Success(JsonElement root, HttpResponseMessage response, DateTimeOffset sentAt)
    {
        var status = (int)response.StatusCode;
        var refreshToken = Named(root, "refresh_token");
        var idToken = Named(root, "id_token");
        if (JwtJson.Text(root, "access_token") is not { } accessToken || !IsUsable(accessToken) || Contradicts(root))
        {
            return GrantAnswer.WithoutAccessToken(status, refreshToken, idToken);
        }

        return GrantAnswer.Success(
            new TokenResponse
            {
                AccessToken = accessToken,
                TokenType = Named(root, "token_type") ?? "Bearer",
                ExpiresAt = ExpiresAt(root, accessToken, sentAt),
                RefreshToken = refreshToken,
                IdToken = idToken,
                Scope = JwtJson.Text(root, "scope"),
            },
            status);
    }

    /// <summary>RFC 6749, appendix A.12: what goes into a header of every call has no line's end in it. A longer token would fit
    /// into no header.</summary>
    private static bool IsUsable(string accessToken) =>
        !string.IsNullOrWhiteSpace(accessToken)
        && accessToken.Length <= ReadableJwt.Longest
        && !accessToken.AsSpan().ContainsAnyExceptInRange(' ', '~');

    /// <summary>An answer that succeeds and fails at once, or whose type is no text, says nothing that can be relied
    /// on.</summary>
    private static bool Contradicts(JsonElement root) =>
        IsThere(root, "error") || (IsThere(root, "token_type") && JwtJson.Text(root, "token_type") is null);

    private static bool IsThere(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    private GrantAnswer Failure(JsonElement root, HttpResponseMessage response)
    {
        var (status, error) = ((int)response.StatusCode, JwtJson.Text(root, "error"));
        var description = Printable.Text(JwtJson.Text(root, "error_description"), LongestDescription);
        return GrantAnswer.Failure(
            TokenError.ClassOf(status, error, description),
            status,
            Printable.Text(error, LongestError),
            description,
            RetryAfter.Of(response, time.GetUtcNow()),
            Named(root, "mfa_token"),
            MfaRequirementsReader.Read(root));
    }

    private static DateTimeOffset ExpiresAt(JsonElement root, string accessToken, DateTimeOffset sentAt)
    {
        if (Seconds(root, "expires_in") is { } seconds && seconds >= ShortestLifetime.TotalSeconds)
        {
            return sentAt + TimeSpan.FromSeconds(Math.Min(seconds, LongestLifetime.TotalSeconds));
        }

        var latest = sentAt + LongestLifetime;
        return ExpiryOf(accessToken) is { } expiry && expiry >= sentAt + ShortestLifetime
            ? (expiry < latest ? expiry : latest)
            : sentAt + AssumedLifetime;
    }

    /// <summary>Null for a token that is opaque, or encrypted for its API.</summary>
    private static DateTimeOffset? ExpiryOf(string accessToken) => JwtClaims.Read(accessToken)?.Seconds("exp") is { } exp
        ? DateTimeOffset.FromUnixTimeSeconds(exp)
        : null;

    /// <summary>Gives nothing for a member that is missing, empty or no text.</summary>
    private static string? Named(JsonElement root, string name) =>
        JwtJson.Text(root, name) is { Length: > 0 } text ? text : null;

    private static double? Seconds(JsonElement root, string name)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty(name, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number)
        {
            return value.TryGetDouble(out var number) && double.IsFinite(number) ? number : null;
        }

        return double.TryParse(JwtJson.Text(root, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var text)
            && double.IsFinite(text)
            ? text
            : null;
    }
}
