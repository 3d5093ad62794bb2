using Auth0.AspNetCore.Mrrt.Login.Callback;
using Auth0.AspNetCore.Mrrt.Tenant;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>Settings of the framework that would make a login weaker, or that have no effect here.</summary>
internal static class ProtocolSettingsProblems
{
    /// <summary>Parameters with a setting of their own. The framework adds each to the request before, and fails at the
    /// second.</summary>
    private static readonly Dictionary<string, string> OwnSetting = new(StringComparer.Ordinal)
    {
        ["scope"] = nameof(OpenIdConnectOptions.Scope),
        ["prompt"] = nameof(OpenIdConnectOptions.Prompt),
        ["max_age"] = nameof(OpenIdConnectOptions.MaxAge),
        ["resource"] = nameof(OpenIdConnectOptions.Resource),
    };

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
            (options.ProtocolValidator is { RequireStateValidation: true },
                $"{nameof(options.ProtocolValidator)} validates a state of its own: set RequireStateValidation to false. This library "
                + "checks the state, and a login's cookie, itself."),
            (options.MaxAge < TimeSpan.Zero,
                $"{nameof(options.MaxAge)} is negative: use zero or more."),
            (options.StateDataFormat is null,
                $"{nameof(options.StateDataFormat)} is missing: leave it alone, or set one that protects its data."),
            (options.ConfigurationManager is null && TenantAddress.TryParse(login.Domain, out _, out _),
                $"{nameof(options.ConfigurationManager)} is missing: leave it alone, or set one that reads the tenant's documents."),
            (options.Authority is not null && (!TenantAddress.TryParse(login.Domain, out var tenant, out _)
                || options.Authority.TrimEnd('/') != tenant.AbsoluteUri.TrimEnd('/')),
                $"{nameof(options.Authority)} is '{options.Authority}': set {nameof(login.Domain)} instead."),
            (options.MetadataAddress is { } document
                && document != options.Authority?.TrimEnd('/') + "/.well-known/openid-configuration",
                $"{nameof(options.MetadataAddress)} is set: set {nameof(login.Domain)} instead."),
        ];
        return
        [
            .. checks.Where(check => check.IsWrong).Select(check => check.Problem),
            .. options.AdditionalAuthorizationParameters.Keys.Where(AuthorizationParameters.IsReserved).Select(parameter =>
                $"{nameof(options.AdditionalAuthorizationParameters)} holds '{parameter}', which the login handler sets: remove it."),
            .. options.AdditionalAuthorizationParameters.Keys.Where(OwnSetting.ContainsKey).Select(parameter =>
                $"{nameof(options.AdditionalAuthorizationParameters)} holds '{parameter}': set {OwnSetting[parameter]} instead."),
        ];
    }
}
