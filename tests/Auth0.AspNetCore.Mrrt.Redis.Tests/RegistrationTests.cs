using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Redis.Connections;
using Auth0.AspNetCore.Mrrt.Redis.Keys;
using Auth0.AspNetCore.Mrrt.Redis.Server;
using Auth0.AspNetCore.Mrrt.Redis.Tests.Support;
using Auth0.AspNetCore.Mrrt.Registration;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Auth0.AspNetCore.Mrrt.Redis.Tests;

public sealed class RegistrationTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [RedisFact]
    public async Task Two_servers_share_a_session_through_Redis()
    {
        var prefix = SharedRedis.NewPrefix();
        await using var a = await ServerAsync(prefix);
        await using var b = await ServerAsync(prefix);
        await using (var turn = await Coordinator(a).EnterAsync("s", None))
        {
            (await turn.CommitAsync(new SessionRecord(1, [1, 2]), None)).Should().BeTrue();
        }

        await using (var turn = await Coordinator(b).EnterAsync("s", None))
        {
            turn.NewestGeneration.Should().Be(1);
            await Coordinator(a).Awaiting(other => other.EnterAsync("s", None).AsTask()).Should().ThrowAsync<TimeoutException>();
        }

        await Coordinator(a).EndAsync("s", TestBackend.Later, None);
        (await Coordinator(b).GetStatusAsync("s", None)).Ended.Should().BeTrue();
    }

    /// <summary>Not every host can wait.</summary>
    [RedisFact]
    public async Task A_container_may_be_disposed_of_without_waiting()
    {
        var server = await ServerAsync(SharedRedis.NewPrefix(), options =>
        {
            options.ReplicasToWaitFor = 1;
            options.ReplicaTimeout = TimeSpan.FromMilliseconds(50);
        });
        await Coordinator(server).GetStatusAsync("s", None);
        var connection = await server.GetRequiredService<RedisConnection>().OpenAsync(None);
        server.Dispose();
        while (connection.IsConnected)
        {
            await Task.Yield();
        }
    }

    [RedisFact]
    public async Task The_connection_may_be_the_applications()
    {
        await using var open = await ConnectionMultiplexer.ConnectAsync((await SharedRedis.ServerAsync()).ConnectionString);
        Func<IServiceProvider, IConnectionMultiplexer> given = _ => open;
        foreach (var use in new Func<Auth0WebAppAuthenticationBuilder, Auth0WebAppAuthenticationBuilder>[]
        {
            builder => builder.WithRedis(open, Configure(SharedRedis.NewPrefix())),
            builder => builder.WithRedis(given, Configure(SharedRedis.NewPrefix())),
        })
        {
            await using (var server = Server(use))
            {
                await using var turn = await Coordinator(server).EnterAsync("s", None);
                turn.Ended.Should().BeFalse();
            }

            open.IsConnected.Should().BeTrue();
        }
    }

    [RedisFact]
    public async Task Sessions_and_keys_are_shared_where_the_switches_say_so()
    {
        var prefix = SharedRedis.NewPrefix();
        await using var server = await ServerAsync(prefix, options =>
        {
            options.StoreSessions = true;
            options.DataProtectionKeys = true;
        });
        server.GetRequiredService<ISessionStore>().Should().NotBeNull();
        server.GetRequiredService<IOptions<KeyManagementOptions>>().Value.XmlRepository.Should().NotBeNull();
        server.GetRequiredService<RedisKeys>().GetAllElements().Should().BeEmpty();
    }

    [Fact]
    public async Task What_is_wrong_is_said_when_the_application_starts()
    {
        await using var server = Server(builder => builder.WithRedis("localhost", options => options.KeyPrefix = "{}"));
        server.Invoking(services => services.GetRequiredService<IOptions<RedisOptions>>().Value)
            .Should().Throw<OptionsValidationException>().WithMessage("RedisOptions: KeyPrefix*");
        await using var slow = Server(builder => builder.WithRedis("localhost", options => options.Lease = TimeSpan.FromSeconds(20)));
        slow.Invoking(services => services.GetRequiredService<IOptionsMonitor<Auth0WebAppOptions>>().Get("Auth0"))
            .Should().Throw<OptionsValidationException>().WithMessage("*Lease*");
    }

    [Fact]
    public void Two_logins_name_one_Redis()
    {
        var services = new ServiceCollection();
        var first = services.AddAuth0WebApp(Login);
        first.WithRedis("localhost").WithRedis("localhost");
        first.Invoking(builder => builder.WithRedis("other")).Should().Throw<InvalidOperationException>().WithMessage("*share one Redis*");
    }

    [RedisFact]
    public async Task A_Redis_that_may_evict_keeps_the_application_from_starting()
    {
        await using var redis = await LocalRedis.StartAsync("--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru");
        await using var server = Server(builder => builder.WithRedis(redis.ConnectionString));
        var start = async () =>
        {
            foreach (var work in server.GetServices<IHostedService>().OfType<IHostedLifecycleService>())
            {
                await work.StartingAsync(None);
            }
        };
        await start.Should().ThrowAsync<InvalidOperationException>().WithMessage("Redis may evict*");
    }

    private static ISessionCoordinator Coordinator(IServiceProvider services) => services.GetRequiredService<ISessionCoordinator>();

    private static async Task<ServiceProvider> ServerAsync(string prefix, Action<RedisOptions>? configure = null)
    {
        var redis = await SharedRedis.ServerAsync();
        return Server(builder => builder.WithRedis(redis.ConnectionString, Configure(prefix, configure)));
    }

    private static Action<RedisOptions> Configure(string prefix, Action<RedisOptions>? configure = null) => options =>
    {
        options.KeyPrefix = prefix;
        options.QuietAfterRestart = TimeSpan.Zero;
        options.TurnTimeout = TimeSpan.FromSeconds(1);
        configure?.Invoke(options);
    };

    private static ServiceProvider Server(Func<Auth0WebAppAuthenticationBuilder, Auth0WebAppAuthenticationBuilder> share)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new RecordedLogs()));
        share(services.AddAuth0WebApp(Login));
        return services.BuildServiceProvider();
    }

    private static void Login(Auth0WebAppOptions options)
    {
        options.Domain = "tenant.auth0.test";
        options.ClientId = "client";
        options.ClientSecret = "secret";
    }
}
