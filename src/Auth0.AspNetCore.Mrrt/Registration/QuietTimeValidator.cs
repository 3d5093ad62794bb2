using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>
/// An exchange that was under way when the backend failed must have been kept before the quiet time is over: it takes as
/// long as a call to the tenant may, and the next try to keep it comes within <see cref="CommitRetry.LongestWait"/> of the
/// backend's return. Checked with the login's settings: they may need the backend's (for the keys), so it cannot be the other
/// way round.
/// </summary>
internal sealed class QuietTimeValidator(IEnumerable<SharedLogin> logins, IOptions<SharedSessionOptions> options)
    : IValidateOptions<Auth0WebAppOptions>, IValidateOptions<Auth0AccessTokensClientOptions>
{
    public ValidateOptionsResult Validate(string? name, Auth0WebAppOptions login) => Validate(name, login.BackchannelTimeout);

    public ValidateOptionsResult Validate(string? name, Auth0AccessTokensClientOptions client) =>
        Validate(name, client.BackchannelTimeout);

    private ValidateOptionsResult Validate(string? name, TimeSpan timeout)
    {
        var settings = options.Value;
        var quiet = settings.QuietAfterRestart;
        return quiet > TimeSpan.Zero
            && quiet < timeout + CommitRetry.LongestWait
            && logins.Any(shared => shared.Scheme == name && shared.SharesSessions)
                ? ValidateOptionsResult.Fail(
                    $"Auth0 scheme '{name}': {nameof(Auth0WebAppOptions.BackchannelTimeout)} ({timeout}) is at least "
                    + $"{CommitRetry.LongestWait.TotalSeconds} seconds shorter than {settings.GetType().Name}."
                    + $"{nameof(SharedSessionOptions.QuietAfterRestart)} ({quiet}), unless that is zero: for so long may an "
                    + "exchange that a restart interrupted hold a refresh token that must not be used again.")
                : ValidateOptionsResult.Success;
    }
}
