using Auth0.AspNetCore.Mrrt.PostgreSql.Connections;
using Auth0.AspNetCore.Mrrt.PostgreSql.Schema;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Registration;

/// <summary>Reports what is wrong with the settings that PostgreSQL alone has, and with those for which it has limits of its
/// own.</summary>
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

        if (options.QuietAfterRestart > TimeSpan.Zero && options.EndedSessionsInterval > Heartbeat.LongestInterval)
        {
            wrong.Add($"{nameof(options.EndedSessionsInterval)} is {Heartbeat.LongestInterval.TotalSeconds} seconds at most, "
                + "since it is also how often the database shows that it lives, from which a standby that takes over counts "
                + $"{nameof(options.QuietAfterRestart)}; unless that is zero.");
        }

        if (options.MaxConcurrentExchanges < 1 || options.MaxConcurrentExchanges >= address.MostConnections)
        {
            wrong.Add($"{nameof(options.MaxConcurrentExchanges)} is at least 1 and less than the {address.MostConnections} "
                + "connections of the pool: raise 'Maximum Pool Size' or lower it.");
        }

        if (options.CleanupBatch < 1)
        {
            wrong.Add($"{nameof(options.CleanupBatch)} is at least 1.");
        }

        return wrong is [] ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong.Select(text => $"{nameof(PostgreSqlOptions)}: {text}"));
    }
}
