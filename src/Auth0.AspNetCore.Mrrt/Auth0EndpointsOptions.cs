using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt;

/// <summary>The paths and rules of the endpoints that <c>MapAuth0</c> adds. A login's configuration section sets them in its child
/// section <c>Endpoints</c>. They are read once, when <c>MapAuth0</c> is called.</summary>
public sealed class Auth0EndpointsOptions
{
    /// <summary>The beginning of each path.</summary>
    /// <value>The default is <c>/auth</c>. Each login scheme needs its own.</value>
    public PathString Prefix { get; set; } = "/auth";

    /// <summary>The path of the endpoint that begins a login, below <see cref="Prefix"/>.</summary>
    /// <value>The default is <c>/login</c>. An empty path switches the endpoint off.</value>
    public PathString LoginPath { get; set; } = "/login";

    /// <summary>The path of the endpoint that signs the user out, below <see cref="Prefix"/>.</summary>
    /// <value>The default is <c>/logout</c>. An empty path switches the endpoint off.</value>
    public PathString LogoutPath { get; set; } = "/logout";

    /// <summary>The path of the endpoint that returns the user's claims, below <see cref="Prefix"/>.</summary>
    /// <value>The default is <c>/profile</c>. An empty path switches the endpoint off.</value>
    public PathString ProfilePath { get; set; } = "/profile";

    /// <summary>The path of the endpoint that gives scripts an access token, below <see cref="Prefix"/>.</summary>
    /// <value>The default is <c>/access-token</c>. The endpoint is off while <see cref="BrowserAccessTokens"/> is empty.</value>
    public PathString AccessTokenPath { get; set; } = "/access-token";

    /// <summary>
    /// The parameters that the address of the login endpoint may bring for the tenant. All others are ignored. <c>ext-*</c> stands
    /// for all extension parameters. <c>audience</c> must be one that the application knows. A value that the application asks for
    /// in every login cannot be changed.
    /// </summary>
    /// <value>The default is <c>screen_hint</c>, <c>ui_locales</c>, <c>login_hint</c>, <c>prompt</c>, <c>connection</c>,
    /// <c>organization</c>, <c>invitation</c>, <c>acr_values</c> and <c>max_age</c>. A list in configuration replaces it.</value>
    public ISet<string> LoginParameters { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "screen_hint", "ui_locales", "login_hint", "prompt", "connection", "organization", "invitation", "acr_values", "max_age",
    };

    /// <summary>What a GET at the logout endpoint does. A POST with an antiforgery token always signs out.</summary>
    /// <value>The default is <see cref="LogoutByGet.SameOrigin"/>.</value>
    public LogoutByGet LogoutByGet { get; set; }

    /// <summary>Whether <c>federated</c> in the address of the logout endpoint is followed: the sign-out then also ends the session
    /// at the identity provider behind the tenant.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool AllowFederatedLogout { get; set; } = true;

    /// <summary>The claims of the user that the profile endpoint returns, where the user has them.</summary>
    /// <value>The default is the standard claims about a user (OpenID Connect Core 1.0, section 5.1), <c>org_id</c>, <c>org_name</c>
    /// and <c>roles</c>. A list in configuration replaces it.</value>
    public ISet<string> ProfileClaims { get; } = new HashSet<string>(
        DefaultClaimActions.UserClaims.Except(["sid", "amr"], StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>Whether the profile endpoint answers 204 when nobody is signed in.</summary>
    /// <value>The default is <see langword="false"/>: the answer is 401.</value>
    public bool ProfileAnswersNoContent { get; set; }

    /// <summary>
    /// The audiences whose access tokens scripts of the application's pages may have, each with its scopes, separated by spaces. A
    /// token with any other scope is not given out. A token in a browser can be stolen by any script on the page: call the API from
    /// the server where you can.
    /// </summary>
    /// <value>Empty by default: there is no such endpoint.</value>
    public IDictionary<string, string> BrowserAccessTokens { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
