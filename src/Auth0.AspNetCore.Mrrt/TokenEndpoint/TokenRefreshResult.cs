using System.Diagnostics.CodeAnalysis;

namespace Auth0.AspNetCore.Mrrt.TokenEndpoint;

/// <summary>The answer to a refresh: what every grant has, and what it says about the refresh token that was sent.</summary>
internal sealed class TokenRefreshResult
{
    private readonly GrantAnswer _answer;

    private TokenRefreshResult(GrantAnswer answer) => _answer = answer;

    [MemberNotNullWhen(true, nameof(Response))]
    public bool Succeeded => Response is not null;

    public TokenResponse? Response => _answer.Response;

    public TokenErrorClass ErrorClass => _answer.ErrorClass;

    public int? StatusCode => _answer.StatusCode;

    public string? Error => _answer.Error;

    public string? ErrorDescription => _answer.ErrorDescription;

    public TimeSpan? RetryAfter => _answer.RetryAfter;

    public string? MfaToken => _answer.MfaToken;

    public MfaRequirements? MfaRequirements => _answer.MfaRequirements;

    public Exception? Exception => _answer.Exception;

    /// <summary>The refresh token in the place of the one that was sent. It counts even when the rest of the answer is of no
    /// use.</summary>
    public string? RotatedRefreshToken => _answer.RefreshToken;

    /// <summary>The ID token of the answer.</summary>
    public string? IdToken => _answer.IdToken;

    /// <summary>True when the tenant said that the refresh token itself is no good (RFC 6749, section 5.2).</summary>
    public bool GrantRejected => ErrorClass == TokenErrorClass.Terminal && Error == "invalid_grant";

    public static TokenRefreshResult Of(GrantAnswer answer) => new(answer);

    public override string ToString() => Succeeded ? "refreshed" : _answer.ToString();
}
