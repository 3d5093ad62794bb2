using System.Globalization;
using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt;

/// <summary>
/// What a single login asks for, to pass to <c>ChallengeAsync</c>. What is set here wins over
/// <see cref="Auth0WebAppOptions.LoginParameters"/>. A value that is null or empty sets nothing, so values of a query can be
/// passed on as they are.
/// </summary>
public sealed class LoginAuthenticationPropertiesBuilder
{
    private readonly AuthenticationProperties _properties;

    /// <summary>Starts from the properties given, or from none.</summary>
    /// <param name="properties">Properties to add to.</param>
    public LoginAuthenticationPropertiesBuilder(AuthenticationProperties? properties = null) =>
        _properties = properties ?? new AuthenticationProperties();

    /// <summary>Where the user goes after the login.</summary>
    /// <param name="redirectUri">A path of this application. When null or empty, the user goes to <c>/</c>.</param>
    /// <returns>The same builder.</returns>
    public LoginAuthenticationPropertiesBuilder WithRedirectUri(string? redirectUri)
    {
        _properties.RedirectUri = string.IsNullOrEmpty(redirectUri) ? null : redirectUri;
        return this;
    }

    /// <summary>The scopes of this login, in place of everything configured: <see cref="Auth0WebAppOptions.Scope"/> and the
    /// scopes of the audience.</summary>
    /// <param name="scope">Scopes separated by spaces. <c>openid</c> is added, and <c>offline_access</c> when refresh tokens
    /// are in use.</param>
    /// <returns>The same builder.</returns>
    public LoginAuthenticationPropertiesBuilder WithScope(string? scope) => WithParameter("scope", scope);

    /// <summary>The audience of this login, in place of the configured one. Unless <see cref="WithScope"/> says otherwise its
    /// own scopes are asked for: those of <see cref="Auth0WebAppWithAccessTokenOptions.ScopeByAudience"/>, if it is
    /// there, with <see cref="Auth0WebAppOptions.Scope"/>.</summary>
    /// <param name="audience">An API's identifier at the tenant.</param>
    /// <returns>The same builder.</returns>
    public LoginAuthenticationPropertiesBuilder WithAudience(string? audience) => WithParameter("audience", audience);

    /// <summary>The organization to sign in to.</summary>
    /// <param name="organization">Its id (<c>org_…</c>), or its name where the tenant allows names.</param>
    /// <returns>The same builder.</returns>
    public LoginAuthenticationPropertiesBuilder WithOrganization(string? organization) =>
        WithParameter("organization", organization);

    /// <summary>The invitation that the user follows; goes together with <see cref="WithOrganization"/>.</summary>
    /// <param name="invitation">The id from the invitation's address.</param>
    /// <returns>The same builder.</returns>
    public LoginAuthenticationPropertiesBuilder WithInvitation(string? invitation) =>
        WithParameter("invitation", invitation);

    /// <summary>The connection to sign in with: the tenant shows no choice.</summary>
    /// <param name="connection">Its name, such as <c>google-oauth2</c>.</param>
    /// <returns>The same builder.</returns>
    public LoginAuthenticationPropertiesBuilder WithConnection(string? connection) =>
        WithParameter("connection", connection);

    /// <summary>Who is about to sign in, as far as the application knows: the tenant fills it in.</summary>
    /// <param name="loginHint">An e-mail address, a user name or a telephone number.</param>
    /// <returns>The same builder.</returns>
    public LoginAuthenticationPropertiesBuilder WithLoginHint(string? loginHint) =>
        WithParameter("login_hint", loginHint);

    /// <summary>The page that the tenant shows first.</summary>
    /// <param name="screenHint">Auth0 knows <c>signup</c>. Who has a session at the tenant is signed in all the same,
    /// unless <see cref="WithPrompt"/> asks for <c>login</c> as well.</param>
    /// <returns>The same builder.</returns>
    public LoginAuthenticationPropertiesBuilder WithScreenHint(string? screenHint) =>
        WithParameter("screen_hint", screenHint);

    /// <summary>What the user must see, or must not (OpenID Connect Core 1.0, section 3.1.2.1). The answer is not
    /// checked against it. Without pushed authorization requests the user can remove it in the browser. To be sure of a new
    /// sign-in, use <see cref="WithMaxAge"/>.</summary>
    /// <param name="prompt"><c>none</c>, <c>login</c>, <c>consent</c> or <c>select_account</c>; all but the first may be
    /// joined with spaces. Where <c>none</c> does not do, the login fails with <c>login_required</c>,
    /// <c>consent_required</c> or <c>interaction_required</c>.</param>
    /// <returns>The same builder.</returns>
    public LoginAuthenticationPropertiesBuilder WithPrompt(string? prompt) => WithParameter("prompt", prompt);

    /// <summary>How long ago the user may have signed in at the tenant; longer, and it must happen again. The ID token
    /// has to bear it out with <c>auth_time</c>, or the login fails.</summary>
    /// <param name="maxAge">Whole seconds count; zero asks for a new sign-in in any case.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxAge"/> is negative.</exception>
    public LoginAuthenticationPropertiesBuilder WithMaxAge(TimeSpan maxAge)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxAge, TimeSpan.Zero);
        return WithParameter("max_age", ((long)maxAge.TotalSeconds).ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>How the user is to be authenticated. Whether that was done shows in <c>acr</c> or <c>amr</c> of the ID
    /// token, for the application to look at.</summary>
    /// <param name="acrValues">One or more values separated by spaces, such as
    /// <c>http://schemas.openid.net/pape/policies/2007/06/multi-factor</c>.</param>
    /// <returns>The same builder.</returns>
    public LoginAuthenticationPropertiesBuilder WithAcrValues(string? acrValues) =>
        WithParameter("acr_values", acrValues);

    /// <summary>The languages of the tenant's pages.</summary>
    /// <param name="uiLocales">Language tags (BCP 47) separated by spaces, the preferred one first.</param>
    /// <returns>The same builder.</returns>
    public LoginAuthenticationPropertiesBuilder WithUiLocales(string? uiLocales) =>
        WithParameter("ui_locales", uiLocales);

    /// <summary>A parameter of the application's own, which reaches the tenant's page templates and Actions. Whoever
    /// sits at the browser can read and change it, except with pushed authorization requests.</summary>
    /// <param name="name">Its name, with or without <c>ext-</c> before it.</param>
    /// <param name="value">Its value. When null or empty, the parameter is not sent.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public LoginAuthenticationPropertiesBuilder WithExtension(string name, string? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return WithParameter(
            name.StartsWith(AuthorizationParameters.ExtensionPrefix, StringComparison.Ordinal)
                ? name
                : AuthorizationParameters.ExtensionPrefix + name,
            value);
    }

    /// <summary>Any other parameter of the tenant's <c>/authorize</c> endpoint.</summary>
    /// <param name="key">Its name. The protocol's own (<c>state</c>, <c>nonce</c>, <c>redirect_uri</c> and their like)
    /// cannot be set.</param>
    /// <param name="value">Its value. When null or empty, this login does not set the parameter.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">The key is empty, or the key is the protocol's own.</exception>
    public LoginAuthenticationPropertiesBuilder WithParameter(string key, string? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        AuthorizationParameters.ThrowIfReserved(key);
        if (string.IsNullOrEmpty(value))
        {
            _properties.Items.Remove(AuthorizationParameters.ItemPrefix + key);
        }
        else
        {
            _properties.Items[AuthorizationParameters.ItemPrefix + key] = value;
        }

        return this;
    }

    /// <summary>Gives the properties to pass to <c>ChallengeAsync</c>. Without <see cref="WithRedirectUri"/> the login returns
    /// to <c>/</c>: the page that builds these properties is often a login page, which would begin the next login.</summary>
    /// <returns>The properties, with everything that was set.</returns>
    public AuthenticationProperties Build()
    {
        _properties.RedirectUri ??= "/";
        return _properties;
    }
}
