using Auth0.AspNetCore.Mrrt.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Auth0.AspNetCore.Mrrt.TokenEndpoint;

/// <summary>What became of a call to the token endpoint: the tokens, or a classified failure. Never a body.</summary>
internal sealed class TokenRefreshResult
{
    /// <summary>The code of an answer that says it succeeded and holds no usable token.</summary>
    public const string InvalidTokenResponse = "invalid_token_response";

    private TokenRefreshResult()
    {
    }

    [MemberNotNullWhen(true, nameof(Response))]
    public bool Succeeded => Response is not null;

    public TokenResponse? Response { get; private init; }

    public TokenErrorClass ErrorClass { get; private init; }

    public int? StatusCode { get; private init; }

    public string? Error { get; private init; }

    public string? ErrorDescription { get; private init; }

    public TimeSpan? RetryAfter { get; private init; }

    public string? MfaToken { get; private init; }

    public Exception? Exception { get; private init; }

    /// <summary>The refresh token of an answer that holds no usable access token: the one that was sent has been
    /// rotated all the same.</summary>
    public string? RotatedRefreshToken { get; private init; }

    /// <summary>The ID token that came with <see cref="RotatedRefreshToken"/>: it says whom that is for.</summary>
    public string? IdToken { get; private init; }

    /// <summary>Whether the tenant said that the grant itself is no good (RFC 6749, section 5.2).</summary>
    public bool GrantRejected => ErrorClass == TokenErrorClass.Terminal && Error == "invalid_grant";

    public static TokenRefreshResult Success(TokenResponse response, int statusCode) =>
        new() { Response = response, StatusCode = statusCode };

    public static TokenRefreshResult Failure(
        TokenErrorClass errorClass,
        int? statusCode,
        string? error,
        string? description,
        TimeSpan? retryAfter = null,
        string? mfaToken = null) => new()
        {
            ErrorClass = errorClass,
            StatusCode = statusCode,
            Error = error,
            ErrorDescription = description,
            RetryAfter = retryAfter,
            MfaToken = mfaToken,
        };

    public static TokenRefreshResult WithoutAccessToken(int statusCode, string? refreshToken, string? idToken) => new()
    {
        ErrorClass = TokenErrorClass.Transient,
        StatusCode = statusCode,
        Error = InvalidTokenResponse,
        ErrorDescription = "The token endpoint said it succeeded, and its answer holds no usable access token.",
        RotatedRefreshToken = refreshToken,
        IdToken = refreshToken is null ? null : idToken,
    };

    public static TokenRefreshResult Unanswered(Exception exception, string description) =>
        new() { ErrorClass = TokenErrorClass.Transient, Exception = exception, ErrorDescription = description };

    public override string ToString() => Succeeded ? "refreshed" : $"{ErrorClass}: {StatusCode} {Printable.Code(Error)}";
}
