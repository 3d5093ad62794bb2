using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>Settings of the framework that have no effect on a login here: an application that sets one expects
/// something.</summary>
internal static class IneffectiveSettings
{
    public static IEnumerable<string> Of(OpenIdConnectOptions options, TimeProvider time)
    {
        var standard = new OpenIdConnectOptions();
        (bool IsSet, string Problem)[] settings =
        [
            (!options.RequireHttpsMetadata,
                $"{nameof(options.RequireHttpsMetadata)} is off: leave it on. {nameof(Auth0WebAppOptions.Domain)} may begin with "
                + "http:// for a loopback address."),
            (!options.RefreshOnIssuerKeyNotFound,
                $"{nameof(options.RefreshOnIssuerKeyNotFound)} is off: leave it on. New keys are asked for every 30 seconds at most."),
            (options.AutomaticRefreshInterval != standard.AutomaticRefreshInterval,
                Discovery(nameof(options.AutomaticRefreshInterval))),
            (options.RefreshInterval != standard.RefreshInterval, Discovery(nameof(options.RefreshInterval))),
            (options.ClaimsIssuer is not null,
                $"{nameof(options.ClaimsIssuer)} is set: remove it. The issuer of each claim is the tenant."),
            (options.SignOutScheme != options.SignInScheme,
                $"{nameof(options.SignOutScheme)} is '{options.SignOutScheme}': remove it. The session ends where it began, in "
                + $"{nameof(Auth0WebAppOptions.CookieAuthenticationScheme)}."),
            (options.StringDataFormat is not SecureDataFormat<string>,
                $"{nameof(options.StringDataFormat)} is set: remove it. It protects a nonce cookie, which is not used here."),
            (!IsSame(options.NonceCookie, standard.NonceCookie),
                $"{nameof(options.NonceCookie)} is changed: leave it alone. The nonce is in the protected state."),
#pragma warning disable CS0618 // obsolete, and still there to be set
            (options.SecurityTokenValidator?.GetType() != standard.SecurityTokenValidator.GetType(),
                $"{nameof(options.SecurityTokenValidator)} is set: remove it. Add checks in "
                + $"{nameof(OpenIdConnectEvents.OnTokenValidated)}."),
#pragma warning restore CS0618
            (!ReferenceEquals(options.TimeProvider ?? time, time),
                $"{nameof(options.TimeProvider)} is another than the application's: register it as a service instead."),
        ];
        return settings.Where(setting => setting.IsSet).Select(setting => setting.Problem);
    }

    private static string Discovery(string name) =>
        $"{name} is changed: leave it alone, or set {nameof(OpenIdConnectOptions.ConfigurationManager)} to one that asks as often "
        + "as you want.";

    private static bool IsSame(CookieBuilder? one, CookieBuilder other) =>
        one is not null
        && (one.Name, one.Path, one.Domain, one.SameSite, one.SecurePolicy, one.HttpOnly, one.MaxAge, one.Expiration)
            == (other.Name, other.Path, other.Domain, other.SameSite, other.SecurePolicy, other.HttpOnly, other.MaxAge, other.Expiration);
}
