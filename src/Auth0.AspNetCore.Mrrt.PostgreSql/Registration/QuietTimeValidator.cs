using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Registration;

/// <summary>A login's calls to its tenant must be over before the quiet time is. Checked with the login's settings: they
/// need the database's (for the keys), so it cannot be the other way round.</summary>
internal sealed class QuietTimeValidator(IEnumerable<PostgreSqlLogin> logins, IOptions<PostgreSqlOptions> options)
    : IValidateOptions<Auth0WebAppOptions>
{
    public ValidateOptionsResult Validate(string? name, Auth0WebAppOptions login)
    {
        var quiet = options.Value.QuietAfterRestart;
        return quiet > TimeSpan.Zero
            && quiet <= login.BackchannelTimeout
            && logins.Any(shared => shared.Scheme == name && shared.Coordination)
                ? ValidateOptionsResult.Fail(
                    $"Auth0 scheme '{name}': {nameof(login.BackchannelTimeout)} ({login.BackchannelTimeout}) is shorter than "
                    + $"{nameof(PostgreSqlOptions)}.{nameof(PostgreSqlOptions.QuietAfterRestart)} ({quiet}), unless that is zero.")
                : ValidateOptionsResult.Success;
    }
}
