using System.Diagnostics.CodeAnalysis;

namespace Auth0.AspNetCore.Mrrt;

/// <summary>An access token, or the reason why there is none.</summary>
public sealed class AccessTokenResult
{
    private readonly Failure? _failure;

    private AccessTokenResult(AccessToken? token, IReadOnlyList<string> missingScopes, Failure? failure)
    {
        Token = token;
        MissingScopes = missingScopes;
        _failure = failure;
    }

    /// <summary>Whether there is a token.</summary>
    [MemberNotNullWhen(true, nameof(Token))]
    [MemberNotNullWhen(false, nameof(Reason))]
    public bool Succeeded => Token is not null;

    /// <summary>The token.</summary>
    public AccessToken? Token { get; }

    /// <summary>Scopes that were asked for and not granted, although others were.</summary>
    public IReadOnlyList<string> MissingScopes { get; }

    /// <summary>Why there is no token.</summary>
    public AccessTokenFailure? Reason => _failure?.Reason;

    /// <summary>The status of the token endpoint's answer, when it was asked and answered.</summary>
    public int? StatusCode => _failure?.StatusCode;

    /// <summary>The answer's <c>error</c> (RFC 6749, section 5.2), or the library's own code for an answer that is
    /// none.</summary>
    public string? Error => _failure?.Error;

    /// <summary>What a developer should know about the failure. Never shows a token.</summary>
    public string? ErrorDescription => _failure?.Description;

    /// <summary>How long to wait before the next try, when the tenant said so.</summary>
    public TimeSpan? RetryAfter => _failure?.RetryAfter;

    /// <summary>Identifies the pending challenge at the tenant (<c>mfa_token</c>), with <see cref="AccessTokenFailure.MfaRequired"/>.
    /// A secret: not for logs, and for the browser only when it is protected first.</summary>
    public string? MfaToken => _failure?.MfaToken;

    /// <summary>The factors that the tenant named, with <see cref="AccessTokenFailure.MfaRequired"/>.</summary>
    public MfaRequirements? MfaRequirements => _failure?.MfaRequirements;

    /// <summary>Creates a result with a token, for a test of code that uses results.</summary>
    /// <param name="token">The token.</param>
    /// <param name="missingScopes">Scopes that were asked for and not granted.</param>
    /// <returns>The result.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="token"/> is missing.</exception>
    public static AccessTokenResult Granted(AccessToken token, IReadOnlyList<string>? missingScopes = null)
    {
        ArgumentNullException.ThrowIfNull(token);
        return new(token, missingScopes ?? [], failure: null);
    }

    /// <summary>Creates a result without a token, for a test of code that uses results.</summary>
    /// <param name="reason">Why there is no token.</param>
    /// <param name="description">What a developer should know about the failure.</param>
    /// <param name="error">The tenant's error code.</param>
    /// <param name="statusCode">The status of the token endpoint's answer.</param>
    /// <param name="retryAfter">How long to wait before the next try.</param>
    /// <param name="mfaToken">Identifies a pending challenge at the tenant.</param>
    /// <param name="mfaRequirements">The factors that the tenant named.</param>
    /// <returns>The result.</returns>
    public static AccessTokenResult Failed(
        AccessTokenFailure reason,
        string? description = null,
        string? error = null,
        int? statusCode = null,
        TimeSpan? retryAfter = null,
        string? mfaToken = null,
        MfaRequirements? mfaRequirements = null) =>
        new(token: null, [], new Failure(reason, description, error, statusCode, retryAfter, mfaToken, mfaRequirements));

    /// <summary>Tells how it ended, never the token.</summary>
    /// <returns>A text that is safe to log.</returns>
    public override string ToString() => Token?.ToString() ?? $"no access token: {Reason}";

    /// <summary>Kept apart: most results have none.</summary>
    private sealed class Failure(
        AccessTokenFailure reason,
        string? description,
        string? error,
        int? statusCode,
        TimeSpan? retryAfter,
        string? mfaToken,
        MfaRequirements? mfaRequirements)
    {
        public AccessTokenFailure Reason => reason;

        public string? Description => description;

        public string? Error => error;

        public int? StatusCode => statusCode;

        public TimeSpan? RetryAfter => retryAfter;

        public string? MfaToken => mfaToken;

        public MfaRequirements? MfaRequirements => mfaRequirements;
    }
}
