using System.Diagnostics.CodeAnalysis;
using Auth0.AspNetCore.Mrrt.Diagnostics;

namespace Auth0.AspNetCore.Mrrt.TokenEndpoint;

/// <summary>The token endpoint's answer to any grant: the tokens, or a classified failure. It never holds a body.</summary>
internal sealed class GrantAnswer
{
    /// <summary>The code of an answer that says it succeeded and holds no usable token.</summary>
    public const string InvalidTokenResponse = "invalid_token_response";

    private GrantAnswer()
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

    public MfaRequirements? MfaRequirements { get; private init; }

    public Exception? Exception { get; private init; }

    /// <summary>The refresh token of a 2xx answer, also of one without a usable access token. The tenant has rotated the one that
    /// was sent.</summary>
    public string? RefreshToken { get; private init; }

    /// <summary>The ID token of a 2xx answer. It says whom <see cref="RefreshToken"/> is for.</summary>
    public string? IdToken { get; private init; }

    public static GrantAnswer Success(TokenResponse response, int statusCode) => new()
    {
        Response = response,
        StatusCode = statusCode,
        RefreshToken = response.RefreshToken,
        IdToken = response.IdToken,
    };

    public static GrantAnswer Failure(
        TokenErrorClass errorClass,
        int? statusCode,
        string? error,
        string? description,
        TimeSpan? retryAfter = null,
        string? mfaToken = null,
        MfaRequirements? mfaRequirements = null) => new()
        {
            ErrorClass = errorClass,
            StatusCode = statusCode,
            Error = error,
            ErrorDescription = description,
            RetryAfter = retryAfter,
            MfaToken = mfaToken,
            MfaRequirements = mfaRequirements,
        };

    /// <summary>An ID token without a refresh token is of no use, and is not kept.</summary>
    public static GrantAnswer WithoutAccessToken(int statusCode, string? refreshToken, string? idToken) => new()
    {
        ErrorClass = TokenErrorClass.Transient,
        StatusCode = statusCode,
        Error = InvalidTokenResponse,
        ErrorDescription = "The token endpoint said it succeeded, and its answer holds no usable access token.",
        RefreshToken = refreshToken,
        IdToken = refreshToken is null ? null : idToken,
    };

    /// <summary>The tenant was not asked: it has said a moment ago that it cannot take more.</summary>
    public static GrantAnswer Paused(TimeSpan left) => new()
    {
        ErrorClass = TokenErrorClass.Transient,
        RetryAfter = left,
        ErrorDescription = "The tenant has asked to wait.",
    };

    public static GrantAnswer Unanswered(Exception exception, string description) =>
        new() { ErrorClass = TokenErrorClass.Transient, Exception = exception, ErrorDescription = description };

    public override string ToString() => Succeeded ? "granted" : $"{ErrorClass}: {StatusCode} {Printable.Code(Error)}";
}
