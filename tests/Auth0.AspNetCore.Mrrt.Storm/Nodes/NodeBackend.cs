using Auth0.AspNetCore.Mrrt.Registration;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Storm.Nodes;

/// <summary>Connects a server of the storm with what the servers agree through.</summary>
internal static class NodeBackend
{
    public static void Add(
        IServiceCollection services, Auth0WebAppWithAccessTokenAuthenticationBuilder login, NodeSettings settings)
    {
        switch (settings.Backend)
        {
            case Backend.PostgreSql:
                login.WithPostgreSql(settings.BackendAddress!, options =>
                {
                    options.StoreSessions = settings.Mode == SessionMode.Store;
                    options.DataProtectionKeys = true;
                    options.CreateSchema = true;
                    options.TurnTimeout = StormTimes.Backchannel;
                    options.QuietAfterRestart = settings.Quiet;
                    options.EndedSessionsInterval = StormTimes.Propagation;
                });
                break;
            case Backend.Redis:
                login.WithRedis(settings.BackendAddress!, options =>
                {
                    options.StoreSessions = settings.Mode == SessionMode.Store;
                    options.DataProtectionKeys = true;
                    options.TurnTimeout = StormTimes.Backchannel;
                    options.QuietAfterRestart = settings.Quiet;
                    options.EndedSessionsInterval = StormTimes.Propagation;
                    options.Lease = StormTimes.Lease;
                });
                break;
            default:
                services.AddDataProtection().UseEphemeralDataProtectionProvider();
                if (settings.Mode == SessionMode.Store)
                {
                    login.WithSessionStore();
                }

                break;
        }
    }
}
