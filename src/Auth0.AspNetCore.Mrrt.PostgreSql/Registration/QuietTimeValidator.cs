using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Registration;

/// <summary>
/// An exchange that was under way when the database failed must have been kept before the quiet time is over: it takes as
/// long as a call to the tenant may, and the next try to keep it comes within <see cref="CommitRetry.LongestWait"/> of the
/// database's return. Checked with the login's settings: they need the database's (for the keys), so it cannot be the other
/// way round.
/// </summary>
internal sealed class QuietTimeValidator(IEnumerable<PostgreSqlLogin> logins, IOptions<PostgreSqlOptions> options)
    : IValidateOptions<Auth0WebAppOptions>, IValidateOptions<Auth0AccessTokensClientOptions>
{
    public ValidateOptionsResult Validate(string? name, Auth0WebAppOptions login) => Validate(name, login.BackchannelTimeout);

    public ValidateOptionsResult Validate(string? name, Auth0AccessTokensClientOptions client) =>
        Validate(name, client.BackchannelTimeout);

    private ValidateOptionsResult Validate(string? name, TimeSpan timeout)
    {
        var quiet = options.Value.QuietAfterRestart;
        return quiet > TimeSpan.Zero
            && quiet < timeout + CommitRetry.LongestWait
            && logins.Any(shared => shared.Scheme == name && shared.SharesSessions)
                ? ValidateOptionsResult.Fail(
                    $"Auth0 scheme '{name}': {nameof(Auth0WebAppOptions.BackchannelTimeout)} ({timeout}) is at least "
                    + $"{CommitRetry.LongestWait.TotalSeconds} seconds shorter than {nameof(PostgreSqlOptions)}."
                    + $"{nameof(PostgreSqlOptions.QuietAfterRestart)} ({quiet}), unless that is zero: for so long may an exchange "
                    + "that the database's restart interrupted hold a refresh token that must not be spent again.")
                : ValidateOptionsResult.Success;
    }
}
