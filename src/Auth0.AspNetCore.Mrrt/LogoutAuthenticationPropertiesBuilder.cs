using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt;

/// <summary>What a single sign-out asks for, to pass to <c>SignOutAsync</c>.</summary>
public sealed class LogoutAuthenticationPropertiesBuilder
{
    private readonly AuthenticationProperties _properties;

    /// <summary>Starts from the properties given, or from none.</summary>
    /// <param name="properties">Properties to add to.</param>
    public LogoutAuthenticationPropertiesBuilder(AuthenticationProperties? properties = null) =>
        _properties = properties ?? new AuthenticationProperties();

    /// <summary>Where the tenant sends the user afterwards.</summary>
    /// <param name="redirectUri">A path of this application, or an address. The resulting address must be among the
    /// client's Allowed Logout URLs at the tenant, which is what keeps it from being anybody's: never pass on an address
    /// that came with the request. When null or empty, <see cref="Auth0WebAppOptions.SignedOutRedirectUri"/>
    /// counts.</param>
    /// <returns>The same builder.</returns>
    public LogoutAuthenticationPropertiesBuilder WithRedirectUri(string? redirectUri)
    {
        _properties.RedirectUri = string.IsNullOrEmpty(redirectUri) ? null : redirectUri;
        return this;
    }

    /// <summary>Signs the user out at the identity provider behind the tenant as well, where that one can be told (Auth0:
    /// <see href="https://auth0.com/docs/authenticate/login/logout/log-users-out-of-idps">Log Users Out of Identity
    /// Providers</see>).</summary>
    /// <returns>The same builder.</returns>
    public LogoutAuthenticationPropertiesBuilder WithFederated() => WithParameter("federated");

    /// <summary>Any other parameter of the tenant's logout endpoint.</summary>
    /// <param name="key">Its name. The client, the hint and the return address cannot be set here.</param>
    /// <param name="value">Its value. When null or empty, the parameter is sent as a flag, without a value.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">The key is empty, or one that cannot be set.</exception>
    public LogoutAuthenticationPropertiesBuilder WithParameter(string key, string? value = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        if (AuthorizationParameters.IsReservedAtLogout(key))
        {
            throw new ArgumentException($"'{key}' is set by the login handler.", nameof(key));
        }

        _properties.Items[AuthorizationParameters.LogoutItemPrefix + key] = value ?? "";
        return this;
    }

    /// <summary>Gives the properties to pass to <c>SignOutAsync</c>.</summary>
    /// <returns>The properties, with everything that was set.</returns>
    public AuthenticationProperties Build() => _properties;
}
