using System.Diagnostics.CodeAnalysis;
using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>Registers what the switches of <see cref="SharedSessionOptions"/> ask for.</summary>
internal static class SharedSessionsServices
{
    public static void Add<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
        Auth0WebAppAuthenticationBuilder builder,
        Func<IServiceProvider, ISessionBackend> backend,
        Action<TOptions>? configure)
        where TOptions : SharedSessionOptions, new()
    {
        var services = builder.Services;
        AddBackend<TOptions>(services, new SharedBackend(backend, typeof(TOptions)));
        services.AddOptions<TOptions>().Configure(options => configure?.Invoke(options)).ValidateOnStart();

        // What is registered depends on it, so it is asked now; the figures are read when they are needed.
        var switches = new TOptions();
        configure?.Invoke(switches);
        var sharesSessions = switches.CoordinateExchanges || switches.StoreSessions;
        services.AddSingleton(new SharedLogin(builder.AuthenticationScheme, sharesSessions));
        if (sharesSessions)
        {
            services.Replace(ServiceDescriptor.Singleton<ISessionCoordinator>(
                provider => provider.GetRequiredService<SharedSessions>()));
        }

        if (switches.StoreSessions)
        {
            builder.WithSessionStore();
        }
    }

    private static void AddBackend<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
        IServiceCollection services, SharedBackend backend)
        where TOptions : SharedSessionOptions, new()
    {
        var known = services.Select(service => service.ImplementationInstance).OfType<SharedBackend>().SingleOrDefault();
        if (known is not null)
        {
            if (known != backend)
            {
                throw new InvalidOperationException(
                    "The logins of an application share one backend: call WithSharedSessions with the same function each time.");
            }

            return;
        }

        services.AddSingleton(backend);
        services.AddSingleton(provider => backend.Create(provider)
            ?? throw new InvalidOperationException("The function given to WithSharedSessions returned no backend: return one."));
        if (typeof(TOptions) != typeof(SharedSessionOptions))
        {
            services.AddSingleton<IOptions<SharedSessionOptions>>(provider => provider.GetRequiredService<IOptions<TOptions>>());
        }

        services.TryAddEnumerable(
        [
            ServiceDescriptor.Singleton<IValidateOptions<TOptions>, SharedSessionOptionsValidator<TOptions>>(),
            ServiceDescriptor.Singleton<IValidateOptions<Auth0WebAppOptions>, QuietTimeValidator>(),
            ServiceDescriptor.Singleton<IValidateOptions<Auth0AccessTokensClientOptions>, QuietTimeValidator>(),
        ]);
        services.AddSingleton<PendingWrites>();
        services.AddSingleton<RecentWrites>();
        services.AddSingleton<RecordExpiry>();
        services.AddSingleton<LockWait>();
        services.AddSingleton<EndsPolling>();
        services.AddSingleton<PendingWriteFlush>();
        services.AddSingleton<SharedHealth>();
        services.AddSingleton<SharedMetrics>();
        services.AddSingleton<SharedParts>();
        services.AddSingleton<SharedSessions>();
        services.AddSingleton<BackgroundWork>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<BackgroundWork>());
    }
}
