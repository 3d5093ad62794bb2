using Auth0.AspNetCore.Mrrt.Tenant;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>Reports the framework's settings that a login here cannot follow, when the application starts: a setting is
/// never ignored.</summary>
internal sealed class OpenIdConnectOptionsValidator(
    IEnumerable<Auth0Scheme> schemes, IOptionsMonitor<Auth0WebAppOptions> logins, CallbackPaths paths)
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
            .. Paths(login, options),
            .. ProtocolSettingsProblems.Of(login, options),
            .. TokenValidationProblems.Of(options),
            .. paths.Problem(name!, options) is { } shared ? [shared] : Array.Empty<string>(),
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

        if (HostCookie.Problem(options.CorrelationCookie) is { } problem)
        {
            yield return $"{nameof(options.CorrelationCookie)} {problem}";
        }

        if (options.EventsType is { } events && !typeof(OpenIdConnectEvents).IsAssignableFrom(events))
        {
            yield return $"{nameof(options.EventsType)} is {events.Name}, which is no {nameof(OpenIdConnectEvents)}: derive it.";
        }
    }

    private static bool IsPathOrAddress(string? text) =>
        text is ['/', ..]
            ? text.Length == 1 || text[1] is not ('/' or '\\')
            : Uri.TryCreate(text, UriKind.Absolute, out var address)
                && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp);
}
