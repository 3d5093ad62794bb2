using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt;

/// <summary>
/// What a single login asks for, to pass to <c>ChallengeAsync</c>. What is set here wins over
/// <see cref="Auth0WebAppOptions.LoginParameters"/>.
/// </summary>
public sealed class LoginAuthenticationPropertiesBuilder
{
    private readonly AuthenticationProperties _properties;

    /// <summary>Starts from the properties given, or from none.</summary>
    /// <param name="properties">Properties to add to.</param>
    public LoginAuthenticationPropertiesBuilder(AuthenticationProperties? properties = null) =>
        _properties = properties ?? new AuthenticationProperties();

    /// <summary>Where the user goes after the login.</summary>
    /// <param name="redirectUri">A path of this application.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="redirectUri"/> is empty.</exception>
    public LoginAuthenticationPropertiesBuilder WithRedirectUri(string redirectUri)
    {
        ArgumentException.ThrowIfNullOrEmpty(redirectUri);
        _properties.RedirectUri = redirectUri;
        return this;
    }

    /// <summary>The scopes of this login, in place of the configured ones.</summary>
    /// <param name="scope">Scopes separated by spaces.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="scope"/> is empty.</exception>
    public LoginAuthenticationPropertiesBuilder WithScope(string scope) => WithParameter("scope", scope);

    /// <summary>The audience of this login, in place of the configured one.</summary>
    /// <param name="audience">An API's identifier at the tenant.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="audience"/> is empty.</exception>
    public LoginAuthenticationPropertiesBuilder WithAudience(string audience) => WithParameter("audience", audience);

    /// <summary>The organization to sign in to.</summary>
    /// <param name="organization">Its id (<c>org_…</c>), or its name where the tenant allows names.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="organization"/> is empty.</exception>
    public LoginAuthenticationPropertiesBuilder WithOrganization(string organization) =>
        WithParameter("organization", organization);

    /// <summary>The invitation that the user follows; goes together with <see cref="WithOrganization"/>.</summary>
    /// <param name="invitation">The id from the invitation's address.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="invitation"/> is empty.</exception>
    public LoginAuthenticationPropertiesBuilder WithInvitation(string invitation) =>
        WithParameter("invitation", invitation);

    /// <summary>Any other parameter of the tenant's <c>/authorize</c> endpoint.</summary>
    /// <param name="key">Its name. The protocol's own (<c>state</c>, <c>nonce</c>, <c>redirect_uri</c> and their like)
    /// cannot be set.</param>
    /// <param name="value">Its value.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">The key or the value is empty, or the key is the protocol's own.</exception>
    public LoginAuthenticationPropertiesBuilder WithParameter(string key, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        ArgumentException.ThrowIfNullOrEmpty(value);
        AuthorizationParameters.ThrowIfReserved(key);
        _properties.Items[AuthorizationParameters.ItemPrefix + key] = value;
        return this;
    }

    /// <summary>Gives the properties to pass to <c>ChallengeAsync</c>.</summary>
    /// <returns>The properties, with everything that was set.</returns>
    public AuthenticationProperties Build() => _properties;
}
