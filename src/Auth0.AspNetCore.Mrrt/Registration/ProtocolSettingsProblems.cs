using Auth0.AspNetCore.Mrrt.Login.Callback;
using Auth0.AspNetCore.Mrrt.Tenant;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>Settings of the framework that would make a login weaker, or that have no effect here.</summary>
internal static class ProtocolSettingsProblems
{
    public static IEnumerable<string> Of(Auth0WebAppOptions login, OpenIdConnectOptions options)
    {
        (bool IsWrong, string Problem)[] checks =
        [
            (options.ResponseType != OpenIdConnectResponseType.Code,
                $"{nameof(options.ResponseType)} is '{options.ResponseType}': only code is supported (RFC 9700, section 2.1.2)."),
            (options.ResponseMode is not (OpenIdConnectResponseMode.Query or OpenIdConnectResponseMode.FormPost),
                $"{nameof(options.ResponseMode)} is '{options.ResponseMode}': use query or form_post."),
            (!options.UsePkce,
                $"{nameof(options.UsePkce)} is off: leave it on (RFC 9700, section 2.1.1)."),
            (options.AuthenticationMethod != OpenIdConnectRedirectBehavior.RedirectGet,
                $"{nameof(options.AuthenticationMethod)} is {options.AuthenticationMethod}: use RedirectGet. To keep parameters out "
                + $"of the address, set {nameof(login.PushedAuthorization)}."),
            (options.MapInboundClaims,
                $"{nameof(options.MapInboundClaims)} is on, and has no effect: choose claims with {nameof(options.ClaimActions)}."),
            (options.TokenHandler is not IdTokenHandler,
                $"{nameof(options.TokenHandler)} is replaced: this library checks ID tokens itself. Add checks in "
                + $"{nameof(OpenIdConnectEvents.OnTokenValidated)}."),
            (options.UseSecurityTokenValidator,
                $"{nameof(options.UseSecurityTokenValidator)} is on: this library checks ID tokens itself. Add checks in "
                + $"{nameof(OpenIdConnectEvents.OnTokenValidated)}."),
            (options.ProtocolValidator is null or { RequireNonce: true } or { RequireTimeStampInNonce: true },
                $"{nameof(options.ProtocolValidator)} requires a nonce of its own: set RequireNonce and RequireTimeStampInNonce to "
                + "false. This library keeps the nonce in the protected state and always checks it."),
            (options.NonceCookie.Name != OpenIdConnectDefaults.CookieNoncePrefix,
                $"{nameof(options.NonceCookie)} has no effect: the nonce is in the protected state. Leave it alone."),
            (options.Authority is not null && (!TenantAddress.TryParse(login.Domain, out var tenant, out _)
                || options.Authority.TrimEnd('/') != tenant.AbsoluteUri.TrimEnd('/')),
                $"{nameof(options.Authority)} is '{options.Authority}': set {nameof(login.Domain)} instead."),
            (options.MetadataAddress is not null && !options.MetadataAddress.StartsWith(options.Authority ?? "\0", StringComparison.Ordinal),
                $"{nameof(options.MetadataAddress)} is set: set {nameof(login.Domain)} instead."),
        ];
        return
        [
            .. checks.Where(check => check.IsWrong).Select(check => check.Problem),
            .. options.AdditionalAuthorizationParameters.Keys.Where(AuthorizationParameters.IsReserved).Select(parameter =>
                $"{nameof(options.AdditionalAuthorizationParameters)} holds '{parameter}', which the login handler sets: remove it."),
        ];
    }
}
