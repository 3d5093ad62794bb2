using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Redis.Registration;

/// <summary>A turn lasts for as long as an exchange may take, from its turn to its commit. Otherwise another server would take it in the
/// middle. Checked with the login's settings: they may need those of Redis (for the keys).</summary>
internal sealed class LeaseValidator(IEnumerable<RedisLogin> logins, IOptions<RedisOptions> options)
    : IValidateOptions<Auth0WebAppOptions>, IValidateOptions<Auth0AccessTokensClientOptions>
{
    /// <summary>From the lock to the call, and from the answer to the commit.</summary>
    private static readonly TimeSpan Around = TimeSpan.FromSeconds(3);

    public ValidateOptionsResult Validate(string? name, Auth0WebAppOptions login) => Validate(name, login.BackchannelTimeout);

    public ValidateOptionsResult Validate(string? name, Auth0AccessTokensClientOptions client) =>
        Validate(name, client.BackchannelTimeout);

    private ValidateOptionsResult Validate(string? name, TimeSpan timeout) =>
        options.Value.Lease < timeout + Around && logins.Any(login => login.Scheme == name)
            ? ValidateOptionsResult.Fail(
                $"Auth0 scheme '{name}': {nameof(Auth0WebAppOptions.BackchannelTimeout)} ({timeout}) is at least "
                + $"{Around.TotalSeconds} seconds shorter than {nameof(RedisOptions)}.{nameof(RedisOptions.Lease)} "
                + $"({options.Value.Lease}): a turn lasts for as long as an exchange may take.")
            : ValidateOptionsResult.Success;
}
