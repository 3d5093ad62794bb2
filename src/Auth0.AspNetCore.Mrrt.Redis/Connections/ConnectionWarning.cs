using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Redis.Connections;

/// <summary>Warns at the start when keys or sessions travel to Redis without TLS, and when the application's own connection is too
/// patient.</summary>
internal sealed class ConnectionWarning(
    RedisConnection connection, IOptions<RedisOptions> options, ILogger<ConnectionWarning> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        string configuration;
        try
        {
            configuration = await connection.ConfigurationAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SessionBackendException)
        {
            return; // the application starts without Redis, and says so elsewhere
        }

        var carries = options.Value switch
        {
            { DataProtectionKeys: true, StoreSessions: true } => "keys and sessions",
            { DataProtectionKeys: true } => "keys",
            { StoreSessions: true } => "sessions",
            _ => null,
        };
        if (carries is not null && RedisAddress.IsClearText(configuration))
        {
            logger.ClearText(carries);
        }

        if (!connection.IsOwn && RedisAddress.IsPatient(configuration))
        {
            logger.PatientConnection();
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
