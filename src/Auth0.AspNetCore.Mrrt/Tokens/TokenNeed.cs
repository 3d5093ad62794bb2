using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Microsoft.AspNetCore.Authentication.OAuth.Claims;

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>What a request comes down to once the configured settings are in. Made in the caller's request: options may follow
/// the request, and an exchange runs apart from any.</summary>
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

    /// <summary>How far a new token is compared with <see cref="Audience"/>.</summary>
    public AudienceCheck AudienceCheck { get; init; }

    /// <summary>The most additional tokens that the session keeps.</summary>
    public required int MaxAccessTokenSets { get; init; }

    /// <summary>Make the user's claims of a refreshed ID token. Null when the claims stay as the login left them.</summary>
    public ClaimActionCollection? ClaimActions { get; init; }

    /// <param name="request">What the caller asks for.</param>
    /// <param name="scheme">The login scheme.</param>
    /// <param name="options">The settings of the scheme.</param>
    /// <param name="claims">Gives the claim actions of the scheme.</param>
    public static TokenNeed Of(
        AccessTokenRequest? request, string scheme, Auth0WebAppWithAccessTokenOptions options, IUserClaims claims)
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
            AudienceCheck = options.AudienceCheck,
            MaxAccessTokenSets = options.MaxAccessTokenSets,
            ClaimActions = options.RebuildPrincipalOnRefresh ? claims.ActionsOf(scheme) : null,
        };
    }

    public static string? AudienceOf(AccessTokenRequest? request, Auth0WebAppWithAccessTokenOptions options) =>
        !string.IsNullOrWhiteSpace(request?.Audience) ? request.Audience
        : !string.IsNullOrWhiteSpace(options.Audience) ? options.Audience
        : null;
}
