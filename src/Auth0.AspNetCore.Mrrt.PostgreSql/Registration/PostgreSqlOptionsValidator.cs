using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.PostgreSql.Connections;
using Auth0.AspNetCore.Mrrt.PostgreSql.Schema;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Registration;

/// <summary>Reports everything that is wrong with the settings at once, at start-up.</summary>
internal sealed class PostgreSqlOptionsValidator(DatabaseAddress address) : IValidateOptions<PostgreSqlOptions>
{
    public ValidateOptionsResult Validate(string? name, PostgreSqlOptions options)
    {
        List<string> wrong = [];
        if (options is { StoreSessions: false, CoordinateExchanges: false, DataProtectionKeys: false })
        {
            wrong.Add($"nothing is to be shared: set {nameof(options.StoreSessions)}, {nameof(options.CoordinateExchanges)} or "
                + $"{nameof(options.DataProtectionKeys)}.");
        }

        if (!SchemaName.IsValid(options.Schema))
        {
            wrong.Add($"{nameof(options.Schema)} is of lower-case letters, digits and underscores, 63 at most, and begins "
                + "with no digit.");
        }

        CheckTimes(options, wrong);
        if (options.MaxConcurrentExchanges < 1 || options.MaxConcurrentExchanges >= address.MostConnections)
        {
            wrong.Add($"{nameof(options.MaxConcurrentExchanges)} is at least 1 and less than the {address.MostConnections} "
                + "connections of the pool: raise 'Maximum Pool Size' or lower it.");
        }

        if (options.CleanupBatch < 1)
        {
            wrong.Add($"{nameof(options.CleanupBatch)} is at least 1.");
        }

        if (!Enum.IsDefined(options.WhenUnavailable))
        {
            wrong.Add($"{nameof(options.WhenUnavailable)} is no value of {nameof(WhenUnavailable)}.");
        }

        return wrong is [] ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong.Select(text => $"PostgreSQL: {text}"));
    }

    private static void CheckTimes(PostgreSqlOptions options, List<string> wrong)
    {
        (string Name, TimeSpan Value)[] positive =
        [
            (nameof(options.TurnTimeout), options.TurnTimeout),
            (nameof(options.EndedSessionsInterval), options.EndedSessionsInterval),
            (nameof(options.CleanupInterval), options.CleanupInterval),
            (nameof(options.RecordLifetime), options.RecordLifetime),
        ];
        wrong.AddRange(
            from setting in positive
            where setting.Value <= TimeSpan.Zero
            select $"{setting.Name} is more than zero.");
        if (options.QuietAfterRestart > TimeSpan.Zero && options.EndedSessionsInterval > Heartbeat.LongestInterval)
        {
            wrong.Add($"{nameof(options.EndedSessionsInterval)} is {Heartbeat.LongestInterval.TotalSeconds} seconds at most, "
                + "since it is also how often the database shows that it lives, from which a standby that takes over counts "
                + $"{nameof(options.QuietAfterRestart)}; unless that is zero.");
        }

        (string Name, TimeSpan Value)[] notNegative =
        [
            (nameof(options.CommitRetryTime), options.CommitRetryTime),
            (nameof(options.QuietAfterRestart), options.QuietAfterRestart),
        ];
        wrong.AddRange(
            from setting in notNegative
            where setting.Value < TimeSpan.Zero
            select $"{setting.Name} is zero or more.");
    }
}
