using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Connections;

/// <summary>Warns at the start when keys or sessions travel to the database without TLS.</summary>
internal sealed class ClearTextWarning(
    DatabaseAddress address, IOptions<PostgreSqlOptions> options, ILogger<ClearTextWarning> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var carries = options.Value switch
        {
            { DataProtectionKeys: true, StoreSessions: true } => "keys and sessions",
            { DataProtectionKeys: true } => "keys",
            { StoreSessions: true } => "sessions",
            _ => null,
        };
        if (carries is not null && address.MayBeInClearText)
        {
            logger.ClearText(carries);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
