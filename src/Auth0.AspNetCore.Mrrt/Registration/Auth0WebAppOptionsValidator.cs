using System.Globalization;
using Auth0.AspNetCore.Mrrt.Tenant;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>Reports everything that is wrong with the settings of a login at once, when the application starts.</summary>
internal sealed class Auth0WebAppOptionsValidator(IEnumerable<Auth0Scheme> schemes)
    : IValidateOptions<Auth0WebAppOptions>
{
    private static readonly TimeSpan LongestClockSkew = TimeSpan.FromMinutes(5);

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
        else if (options.ClientId.Trim() != options.ClientId)
        {
            wrong.Add($"{nameof(options.ClientId)} begins or ends with white space: remove it.");
        }

        if (options.ClientSecret is { } secret && secret.Trim() != secret)
        {
            wrong.Add($"{nameof(options.ClientSecret)} begins or ends with white space, such as a line's end: remove it.");
        }

        wrong.AddRange(ClientAuthenticationProblems.Of(options));
        if (string.IsNullOrWhiteSpace(options.CookieAuthenticationScheme) || options.CookieAuthenticationScheme == name)
        {
            wrong.Add($"{nameof(options.CookieAuthenticationScheme)} must name a cookie scheme of its own, different "
                + $"from the login's scheme '{name}'.");
        }

        if (options.MaxAge < TimeSpan.Zero)
        {
            wrong.Add($"{nameof(options.MaxAge)} is negative: use zero or more.");
        }

        if (options.ClockSkew < TimeSpan.Zero || options.ClockSkew > LongestClockSkew)
        {
            wrong.Add($"{nameof(options.ClockSkew)} is {options.ClockSkew}: use zero to {LongestClockSkew}.");
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
