using Auth0.AspNetCore.Mrrt.Redis.Connections;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Redis.Registration;

/// <summary>Reports everything that is wrong with Redis's own settings at once, when the application starts.</summary>
internal sealed class RedisOptionsValidator(RedisAddress address) : IValidateOptions<RedisOptions>
{
    private const int LongestPrefix = 100;
    private static readonly TimeSpan LongestLease = TimeSpan.FromMinutes(10);

    public ValidateOptionsResult Validate(string? name, RedisOptions options)
    {
        List<string> wrong = [];
        if (options is { StoreSessions: false, CoordinateExchanges: false, DataProtectionKeys: false })
        {
            wrong.Add($"nothing is to be shared: set {nameof(options.StoreSessions)}, {nameof(options.CoordinateExchanges)} or "
                + $"{nameof(options.DataProtectionKeys)}.");
        }

        if (options.KeyPrefix is not { Length: <= LongestPrefix } || !options.KeyPrefix.All(IsAllowed))
        {
            wrong.Add($"{nameof(options.KeyPrefix)} is of letters, digits, colons, hyphens and underscores, {LongestPrefix} at most.");
        }

        if (options.Lease <= TimeSpan.Zero || options.Lease > LongestLease)
        {
            wrong.Add($"{nameof(options.Lease)} is more than zero, and {LongestLease.TotalMinutes} minutes at most.");
        }

        if (options.ReplicasToWaitFor < 0)
        {
            wrong.Add($"{nameof(options.ReplicasToWaitFor)} is zero or more.");
        }

        if (options.ReplicasToWaitFor > 0 && !address.IsOwn)
        {
            wrong.Add($"{nameof(options.ReplicasToWaitFor)} needs a connection of its own, since waiting holds up whatever else is on it: "
                + "give WithRedis a connection string.");
        }

        if (options.ReplicaTimeout <= TimeSpan.Zero || options.ReplicaTimeout >= options.Lease / 10)
        {
            wrong.Add($"{nameof(options.ReplicaTimeout)} is more than zero, and less than a tenth of {nameof(options.Lease)}.");
        }

        return wrong is []
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(wrong.Select(text => $"{nameof(RedisOptions)}: {text}"));
    }

    private static bool IsAllowed(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is ':' or '-' or '_';
}
