using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using Microsoft.Extensions.Options;

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

        if (string.IsNullOrWhiteSpace(options.ClientSecret))
        {
            wrong.Add($"{nameof(options.ClientSecret)} is missing: the code flow needs the client's credentials. Set it "
                + "from a secret store, not in source code.");
        }

        if (!options.CallbackPath.HasValue)
        {
            wrong.Add($"{nameof(options.CallbackPath)} is missing: set it to a path of this application, such as /callback.");
        }

        if (string.IsNullOrWhiteSpace(options.CookieAuthenticationScheme) || options.CookieAuthenticationScheme == name)
        {
            wrong.Add($"{nameof(options.CookieAuthenticationScheme)} must name a cookie scheme of its own, different "
                + $"from the login's scheme '{name}'.");
        }

        wrong.AddRange(
            from parameter in options.LoginParameters.Keys
            where AuthorizationParameters.IsReserved(parameter)
            select $"{nameof(options.LoginParameters)} holds '{parameter}', which is the protocol's own: remove it.");
        return wrong is []
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(wrong.Select(text => $"Auth0 scheme '{name}': {text}"));
    }
}
