using Auth0.AspNetCore.Mrrt.Tenant;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>Reports the framework's settings that a login here cannot follow, when the application starts: a setting is
/// never ignored.</summary>
internal sealed class OpenIdConnectOptionsValidator(
    IEnumerable<Auth0Scheme> schemes,
    IOptionsMonitor<Auth0WebAppOptions> logins,
    CallbackPaths paths,
    RedirectProblems redirects,
    TimeProvider time,
    IServiceProvider services)
    : IValidateOptions<OpenIdConnectOptions>
{
    public ValidateOptionsResult Validate(string? name, OpenIdConnectOptions options)
    {
        if (!schemes.Contains(new Auth0Scheme(name ?? "", SignsIn: true)))
        {
            return ValidateOptionsResult.Skip;
        }

        var login = logins.Get(name);
        string[] wrong =
        [
            .. Client(login, options),
            .. Redirects(options) is { } follows ? [follows] : Array.Empty<string>(),
            .. Paths(login, options),
            .. ProtocolSettingsProblems.Of(login, options),
            .. TokenValidationProblems.Of(options),
            .. EventsProblems.Of(login, options),
            .. paths.Problem(name!, options) is { } shared ? [shared] : Array.Empty<string>(),
            .. IneffectiveSettings.Of(options, time),
            .. LateSettings.Problems(options),
            // Asked for when it is needed: it is made of options like these.
            .. SessionCookie(login, services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>()),
        ];
        return wrong is []
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(wrong.Select(text => $"Auth0 scheme '{name}': {text}"));
    }

    private static IEnumerable<string> Client(Auth0WebAppOptions login, OpenIdConnectOptions options)
    {
        if (options.ClientId != login.ClientId || options.ClientSecret != login.ClientSecret)
        {
            yield return $"{nameof(options.ClientId)} or {nameof(options.ClientSecret)} is another than that of "
                + $"{nameof(Auth0WebAppOptions)}: set it there.";
        }

        if (login.ClientCertificate is not null && options.Backchannel is not OwnBackchannel)
        {
            yield return $"{nameof(login.ClientCertificate)} is set, and {nameof(options.Backchannel)} would not show it: remove one.";
        }

        if (ClientProblems.OfTimeout(options.BackchannelTimeout) is { } problem)
        {
            yield return problem;
        }
    }

    private string? Redirects(OpenIdConnectOptions options) => options.Backchannel is OwnBackchannel { IsNamed: true }
        ? redirects.OfNamedClient()
        : RedirectProblems.Of(nameof(options.BackchannelHttpHandler), options.BackchannelHttpHandler);

    private static IEnumerable<string> Paths(Auth0WebAppOptions login, OpenIdConnectOptions options)
    {
        if (!options.CallbackPath.HasValue)
        {
            yield return $"{nameof(options.CallbackPath)} is missing: set it to a path of this application, such as /callback.";
        }

        if (options.SignInScheme != login.CookieAuthenticationScheme)
        {
            yield return $"{nameof(options.SignInScheme)} is '{options.SignInScheme}': set "
                + $"{nameof(login.CookieAuthenticationScheme)} instead, which is where the session is read from as well.";
        }

        if (!IsPathOrAddress(options.SignedOutRedirectUri))
        {
            yield return $"{nameof(options.SignedOutRedirectUri)} must be a path of this application, such as /, or an address "
                + "that begins with https://.";
        }

        if (CorrelationProblem(options) is { } problem)
        {
            yield return $"{nameof(options.CorrelationCookie)} {problem}";
        }

        if (options.RemoteAuthenticationTimeout <= TimeSpan.Zero)
        {
            yield return $"{nameof(options.RemoteAuthenticationTimeout)} is {options.RemoteAuthenticationTimeout}: use more than zero.";
        }
    }

    /// <summary>The session's cookie is part of the login: the start checks it as well.</summary>
    private static IEnumerable<string> SessionCookie(
        Auth0WebAppOptions login, IOptionsMonitor<CookieAuthenticationOptions> cookies)
    {
        try
        {
            _ = cookies.Get(login.CookieAuthenticationScheme);
            return [];
        }
        catch (OptionsValidationException e)
        {
            return e.Failures;
        }
    }

    /// <summary>A cookie that the browser does not bring back fails every login.</summary>
    private static string? CorrelationProblem(OpenIdConnectOptions options) => options.CorrelationCookie switch
    {
        null or { Name: null or "" } => "has no name: give it one, such as login.",
        { SameSite: SameSiteMode.Strict } =>
            "is SameSite=Strict, and browsers do not send it with the tenant's answer: use Lax.",
        { SameSite: not SameSiteMode.None } when options.ResponseMode == OpenIdConnectResponseMode.FormPost =>
            "is not SameSite=None, and browsers do not send it with a form from the tenant: set ResponseMode in "
            + $"{nameof(Auth0WebAppOptions)}, or SameSite as well.",
        var cookie => HostCookie.Problem(cookie),
    };

    private static bool IsPathOrAddress(string? text) =>
        text is ['/', ..]
            ? text.Length == 1 || text[1] is not ('/' or '\\')
            : Uri.TryCreate(text, UriKind.Absolute, out var address)
                && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp);
}
