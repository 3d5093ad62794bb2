namespace Auth0.AspNetCore.Mrrt;

/// <summary>Which access token is wanted.</summary>
public sealed class AccessTokenRequest
{
    /// <summary>The API's identifier at the tenant, compared letter by letter.</summary>
    /// <value>None means <see cref="Auth0WebAppWithAccessTokenOptions.Audience"/>.</value>
    public string? Audience { get; set; }

    /// <summary>Scopes to ask for, separated by spaces, on top of the audience's defaults. The tenant may grant fewer:
    /// <see cref="AccessTokenResult.MissingScopes"/>.</summary>
    public string? Scope { get; set; }

    /// <summary>
    /// Whether a token that is stored already is passed over: for an API that refused it, or after a change of
    /// permissions. Requests that arrive while such an exchange is under way share its answer.
    /// </summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool ForceRefresh { get; set; }
}
