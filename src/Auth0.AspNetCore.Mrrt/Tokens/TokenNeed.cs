namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>What a request comes down to once the configured defaults are in.</summary>
internal sealed class TokenNeed
{
    public required string Scheme { get; init; }

    /// <summary>None means the tenant's default audience.</summary>
    public required string? Audience { get; init; }

    /// <summary>The ordered union of the audience's defaults and the request's scopes; none means all that the policy
    /// allows.</summary>
    public required string? Scope { get; init; }

    /// <summary>True when the application's settings name the audience. Others may come from outside the application.</summary>
    public bool AudienceIsConfigured { get; init; }

    public required bool Forced { get; init; }

    public required TimeSpan Leeway { get; init; }

    /// <summary>Whether the application wants refresh tokens used at all.</summary>
    public required bool MayRefresh { get; init; }

    /// <summary>False when another handler signs the users in: a session then does not say what its login asked for.</summary>
    public required bool LoginIsOurs { get; init; }

    public static TokenNeed Of(AccessTokenRequest? request, string scheme, Auth0WebAppWithAccessTokenOptions options)
    {
        var audience = AudienceOf(request, options);
        return new TokenNeed
        {
            Scheme = scheme,
            Audience = audience,
            Scope = ScopeSet.Union(options.DefaultScope(audience), request?.Scope),
            AudienceIsConfigured = audience == options.Audience
                || (audience is not null && options.ScopeByAudience.ContainsKey(audience)),
            Forced = request?.ForceRefresh == true,
            Leeway = options.AccessTokenExpirationLeeway,
            MayRefresh = options.UseRefreshTokens,
            LoginIsOurs = !options.SchemeIsNamed,
        };
    }

    public static string? AudienceOf(AccessTokenRequest? request, Auth0WebAppWithAccessTokenOptions options) =>
        !string.IsNullOrWhiteSpace(request?.Audience) ? request.Audience
        : !string.IsNullOrWhiteSpace(options.Audience) ? options.Audience
        : null;
}
