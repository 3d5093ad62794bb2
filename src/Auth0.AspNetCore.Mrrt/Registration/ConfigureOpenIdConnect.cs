using Auth0.AspNetCore.Mrrt.Tenant;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>Sets the framework's options of a login from <see cref="Auth0WebAppOptions"/>, before the application's own
/// changes to them.</summary>
internal sealed class ConfigureOpenIdConnect(
    IEnumerable<Auth0Scheme> schemes, IOptionsMonitor<Auth0WebAppOptions> logins, TimeProvider time)
    : IConfigureNamedOptions<OpenIdConnectOptions>
{
    public void Configure(string? name, OpenIdConnectOptions options)
    {
        if (!schemes.Contains(new Auth0Scheme(name ?? "", SignsIn: true)))
        {
            return;
        }

        var login = logins.Get(name);
        Client(login, options);
        Protocol(login, options);
        Paths(login, options);
        Cookies(options);
        options.TimeProvider = time;
        options.Events = login.OpenIdConnectEvents;
        options.GetClaimsFromUserInfoEndpoint = login.GetClaimsFromUserInfoEndpoint;
        options.ClaimActions.Clear();
        foreach (var action in login.ClaimActions)
        {
            options.ClaimActions.Add(action);
        }
    }

    public void Configure(OpenIdConnectOptions options) => Configure(Options.DefaultName, options);

    private static void Client(Auth0WebAppOptions login, OpenIdConnectOptions options)
    {
        options.Authority = TenantAddress.TryParse(login.Domain, out var tenant, out _) ? tenant.AbsoluteUri : null;
        options.ClientId = login.ClientId;
        options.ClientSecret = login.ClientSecret;
        options.Backchannel = login.Backchannel!;
        options.BackchannelHttpHandler = login.BackchannelHttpHandler;
        options.BackchannelTimeout = login.BackchannelTimeout;
        options.DisableTelemetry = true; // the parameters that it adds mean nothing to the tenant
    }

    private static void Protocol(Auth0WebAppOptions login, OpenIdConnectOptions options)
    {
        options.ResponseType = OpenIdConnectResponseType.Code;
        options.ResponseMode = login.ResponseMode;
        options.MaxAge = login.MaxAge;
        options.PushedAuthorizationBehavior = login.PushedAuthorization;
        options.MapInboundClaims = false;
        options.TokenValidationParameters.NameClaimType = "name";
        options.TokenValidationParameters.RoleClaimType = "roles";
        options.TokenValidationParameters.ClockSkew = login.ClockSkew;
        // The nonce is in the protected state, and is always checked there.
        options.ProtocolValidator.RequireNonce = false;
        options.ProtocolValidator.RequireTimeStampInNonce = false;
        options.Scope.Clear();
        foreach (var scope in login.Scope.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            options.Scope.Add(scope);
        }
    }

    private static void Paths(Auth0WebAppOptions login, OpenIdConnectOptions options)
    {
        options.SignInScheme = login.CookieAuthenticationScheme;
        options.CallbackPath = login.CallbackPath;
        options.SignedOutCallbackPath = login.SignedOutCallbackPath;
        options.SignedOutRedirectUri = login.SignedOutRedirectUri;
        options.RemoteSignOutPath = default;
        options.AccessDeniedPath = login.AccessDeniedPath;
    }

    private static void Cookies(OpenIdConnectOptions options)
    {
        // Browsers accept a cookie of such a name from this host only, over https only. Another host under the same domain
        // cannot set one. The path is /: a challenge must see the cookies of earlier challenges.
        options.CorrelationCookie.Name = HostCookie.Prefix + "Auth0.Login.";
        options.CorrelationCookie.Path = "/";
        options.CorrelationCookie.SecurePolicy = CookieSecurePolicy.Always;
        // The answer is a top-level GET, and a Lax cookie travels with it (RFC 9700, section 4.7.1). Where it is a form,
        // PostConfigureOpenIdConnect says otherwise.
        options.CorrelationCookie.SameSite = SameSiteMode.Lax;
    }
}
