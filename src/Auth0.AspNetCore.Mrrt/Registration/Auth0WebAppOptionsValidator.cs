using System.Globalization;
using Auth0.AspNetCore.Mrrt.Tenant;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>Reports everything that is wrong with the settings of a login at once, when the application starts.</summary>
internal sealed class Auth0WebAppOptionsValidator(IEnumerable<Auth0Scheme> schemes)
    : IValidateOptions<Auth0WebAppOptions>
{
    public ValidateOptionsResult Validate(string? name, Auth0WebAppOptions options)
    {
        if (!schemes.Any(scheme => scheme.Name == name))
        {
            return ValidateOptionsResult.Skip;
        }

        List<string> wrong = [];
        if (!TenantAddress.TryParse(options.Domain, out _, out var problem))
        {
            wrong.Add($"{nameof(options.Domain)} {problem}");
        }

        if (string.IsNullOrWhiteSpace(options.ClientId))
        {
            wrong.Add($"{nameof(options.ClientId)} is missing: set it to the client id of the application at the tenant.");
        }

        wrong.AddRange(ClientAuthenticationProblems.Of(options));
        if (!options.CallbackPath.HasValue)
        {
            wrong.Add($"{nameof(options.CallbackPath)} is missing: set it to a path of this application, such as /callback.");
        }

        if (string.IsNullOrWhiteSpace(options.CookieAuthenticationScheme) || options.CookieAuthenticationScheme == name)
        {
            wrong.Add($"{nameof(options.CookieAuthenticationScheme)} must name a cookie scheme of its own, different "
                + $"from the login's scheme '{name}'.");
        }

        if (options.SignInScheme is { } signIn && signIn != options.CookieAuthenticationScheme)
        {
            wrong.Add($"{nameof(options.SignInScheme)} is '{signIn}': set {nameof(options.CookieAuthenticationScheme)} "
                + "instead, which is where the session is read from as well.");
        }

        if (options.ResponseMode is not (OpenIdConnectResponseMode.Query or OpenIdConnectResponseMode.FormPost))
        {
            wrong.Add($"{nameof(options.ResponseMode)} is '{options.ResponseMode}': use query or form_post.");
        }

        if (string.IsNullOrEmpty(options.SignedOutRedirectUri))
        {
            wrong.Add($"{nameof(options.SignedOutRedirectUri)} is empty: set it to a path of this application, such as /.");
        }

        if (options.EventsType is { } events && !typeof(Auth0WebAppEvents).IsAssignableFrom(events))
        {
            wrong.Add($"{nameof(options.EventsType)} is {events.Name}, which is no {nameof(Auth0WebAppEvents)}: derive it.");
        }

        if (HostCookie.Problem(options.CorrelationCookie) is { } cookieProblem)
        {
            wrong.Add($"{nameof(options.CorrelationCookie)} {cookieProblem}");
        }

        wrong.AddRange(
            from parameter in options.LoginParameters.Keys
            where AuthorizationParameters.IsReserved(parameter)
            select $"{nameof(options.LoginParameters)} holds '{parameter}', which is the protocol's own: remove it.");
        if (options.LoginParameters.TryGetValue("max_age", out var maxAge)
            && !long.TryParse(maxAge, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            wrong.Add($"{nameof(options.LoginParameters)} holds a max_age that is no number of seconds.");
        }

        return wrong is []
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(wrong.Select(text => $"Auth0 scheme '{name}': {text}"));
    }
}
