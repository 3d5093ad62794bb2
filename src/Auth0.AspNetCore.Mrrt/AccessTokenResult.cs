using System.Diagnostics.CodeAnalysis;

namespace Auth0.AspNetCore.Mrrt;

/// <summary>An access token, or the reason why there is none.</summary>
public sealed class AccessTokenResult
{
    private AccessTokenResult()
    {
    }

    /// <summary>Whether there is a token.</summary>
    [MemberNotNullWhen(true, nameof(Token))]
    [MemberNotNullWhen(false, nameof(Reason))]
    public bool Succeeded => Token is not null;

    /// <summary>The token.</summary>
    public AccessToken? Token { get; private init; }

    /// <summary>Scopes that were asked for and not granted, although others were.</summary>
    public IReadOnlyList<string> MissingScopes { get; private init; } = [];

    /// <summary>Why there is no token.</summary>
    public AccessTokenFailure? Reason { get; private init; }

    /// <summary>The status of the token endpoint's answer, when it was asked and answered.</summary>
    public int? StatusCode { get; private init; }

    /// <summary>The answer's <c>error</c> (RFC 6749, section 5.2), or the library's own code for an answer that is
    /// none.</summary>
    public string? Error { get; private init; }

    /// <summary>What a developer should know about the failure. Never shows a token.</summary>
    public string? ErrorDescription { get; private init; }

    /// <summary>How long to wait before the next try, when the tenant said so.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    internal string? MfaToken { get; private init; }

    internal static AccessTokenResult Granted(AccessToken token, IReadOnlyList<string>? missingScopes = null) =>
        new() { Token = token, MissingScopes = missingScopes ?? [] };

    internal static AccessTokenResult Failed(
        AccessTokenFailure reason,
        string? description = null,
        string? error = null,
        int? statusCode = null,
        TimeSpan? retryAfter = null,
        string? mfaToken = null) => new()
        {
            Reason = reason,
            ErrorDescription = description,
            Error = error,
            StatusCode = statusCode,
            RetryAfter = retryAfter,
            MfaToken = mfaToken,
        };

    /// <summary>Tells how it ended, never the token.</summary>
    /// <returns>A text that is safe to log.</returns>
    public override string ToString() => Token?.ToString() ?? $"no access token: {Reason}";
}
