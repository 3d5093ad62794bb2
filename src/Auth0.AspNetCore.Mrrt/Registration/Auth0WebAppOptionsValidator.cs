using System.Globalization;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>Reports everything that is wrong with the settings of a login at once, when the application starts.</summary>
internal sealed class Auth0WebAppOptionsValidator(IEnumerable<Auth0Scheme> schemes)
    : IValidateOptions<Auth0WebAppOptions>
{
    public ValidateOptionsResult Validate(string? name, Auth0WebAppOptions options)
    {
        if (!schemes.Contains(new Auth0Scheme(name ?? "", SignsIn: true)))
        {
            return ValidateOptionsResult.Skip;
        }

        List<string> wrong = [.. ClientProblems.Of(name, ClientSettings.Of(options))];
        if (options.MaxAge < TimeSpan.Zero)
        {
            wrong.Add($"{nameof(options.MaxAge)} is negative: use zero or more.");
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
