using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.KeyRing;
using Auth0.AspNetCore.Mrrt.Registration;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Tests;

/// <summary>What the switches register, and what is refused at start-up. Needs no database.</summary>
public sealed class RegistrationTests : IDisposable
{
    private const string Nowhere = "Host=127.0.0.1;Port=1;Username=nobody;Password=secret";

    private readonly RecordedLogs _logs = new();

    public void Dispose() => _logs.Dispose();

    [Fact]
    public void Coordination_alone_is_what_there_is_without_a_word()
    {
        using var services = Build(null);
        services.GetRequiredService<ISessionCoordinator>().Should().BeOfType<SharedSessions>();
        services.GetRequiredService<IOptions<KeyManagementOptions>>().Value.XmlRepository.Should().BeNull();
    }

    [Fact]
    public void Without_coordination_and_sessions_the_requests_of_each_server_coordinate_among_themselves()
    {
        using var services = Build(options =>
        {
            options.CoordinateExchanges = false;
            options.DataProtectionKeys = true;
        });
        services.GetRequiredService<ISessionCoordinator>().Should().BeOfType<InProcessSessionCoordinator>();
        services.GetRequiredService<IOptions<KeyManagementOptions>>().Value.XmlRepository.Should().BeOfType<CheckedKeyRing>();
    }

    [Fact]
    public void Sessions_bring_coordination_along()
    {
        using var services = Build(options =>
        {
            options.CoordinateExchanges = false;
            options.StoreSessions = true;
        });
        services.GetRequiredService<ISessionCoordinator>().Should().BeOfType<SharedSessions>();
    }

    [Fact]
    public void Keys_that_nothing_encrypts_are_warned_about()
    {
        using var services = Build(options => options.DataProtectionKeys = true);
        _ = services.GetRequiredService<IOptions<KeyManagementOptions>>().Value;
        _logs.Lines.Should().Contain(line => line.Contains("[710]", StringComparison.Ordinal));
    }

    [Fact]
    public void A_place_for_the_keys_that_the_application_chose_stays()
    {
        using var services = Build(
            options => options.DataProtectionKeys = true,
            more => more.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo(Path.GetTempPath())));
        services.GetRequiredService<IOptions<KeyManagementOptions>>().Value.XmlRepository
            .Should().NotBeOfType<CheckedKeyRing>();
        _logs.Lines.Should().NotContain(line => line.Contains("[710]", StringComparison.Ordinal));
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        using var services = Build(options =>
        {
            options.CoordinateExchanges = false;
            options.Schema = "No";
            options.TurnTimeout = TimeSpan.Zero;
            options.EndedSessionsInterval = TimeSpan.Zero;
            options.CleanupInterval = TimeSpan.Zero;
            options.RecordLifetime = TimeSpan.Zero;
            options.CommitRetryTime = -TimeSpan.FromSeconds(1);
            options.MaxConcurrentExchanges = 0;
            options.CleanupBatch = 0;
            options.WhenUnavailable = (WhenUnavailable)9;
            options.QuietAfterRestart = -TimeSpan.FromSeconds(1);
        });
        var failures = services.Invoking(s => s.GetRequiredService<IOptions<PostgreSqlOptions>>().Value)
            .Should().Throw<OptionsValidationException>().Which.Failures.ToList();
        failures.Should().HaveCount(11);
        failures.Should().OnlyContain(failure => failure.StartsWith("PostgreSqlOptions: ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_pool_must_be_larger_than_what_the_exchanges_may_hold()
    {
        using var services = Build(null, connectionString: Nowhere + ";Maximum Pool Size=20");
        services.Invoking(s => s.GetRequiredService<IOptions<PostgreSqlOptions>>().Value)
            .Should().Throw<OptionsValidationException>().WithMessage("*Maximum Pool Size*");
        using var larger = Build(null, connectionString: Nowhere + ";Maximum Pool Size=21");
        larger.GetRequiredService<IOptions<PostgreSqlOptions>>().Value.MaxConcurrentExchanges.Should().Be(20);
    }

    /// <summary>Else a standby that takes over would think its predecessor dead for longer than it is.</summary>
    [Theory]
    [InlineData(4, 35, true)]
    [InlineData(5, 35, false)]
    [InlineData(3600, 0, true)]
    public void The_database_shows_that_it_lives_more_often_than_a_standby_allows_for(int interval, int quiet, bool right)
    {
        using var services = Build(options =>
        {
            options.EndedSessionsInterval = TimeSpan.FromSeconds(interval);
            options.QuietAfterRestart = TimeSpan.FromSeconds(quiet);
        });
        var read = () => services.GetRequiredService<IOptions<PostgreSqlOptions>>().Value;
        if (right)
        {
            read.Should().NotThrow();
        }
        else
        {
            read.Should().Throw<OptionsValidationException>().WithMessage("*EndedSessionsInterval*4 seconds*standby*");
        }
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(60, false)]
    [InlineData(62, false)]
    [InlineData(63, true)]
    public void The_quiet_time_is_longer_than_a_call_to_the_tenant_and_keeping_its_answer_may_take(int seconds, bool right)
    {
        using var services = Build(
            options => options.QuietAfterRestart = TimeSpan.FromSeconds(seconds),
            more => more.Configure<Auth0WebAppOptions>(
                Auth0Constants.AuthenticationScheme, login => login.BackchannelTimeout = TimeSpan.FromMinutes(1)));
        var read = () => services.GetRequiredService<IOptionsMonitor<Auth0WebAppOptions>>()
            .Get(Auth0Constants.AuthenticationScheme);
        if (right)
        {
            read.Should().NotThrow();
        }
        else
        {
            read.Should().Throw<OptionsValidationException>().WithMessage("*QuietAfterRestart*");
        }
    }

    /// <summary>Another handler's users hold refresh tokens as well.</summary>
    [Theory]
    [InlineData(62, false)]
    [InlineData(63, true)]
    public void The_quiet_time_is_held_against_the_limit_of_another_login_handler_s_client(int seconds, bool right)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddAuth0AccessTokens(
            "Other",
            client =>
            {
                client.Domain = "tenant.auth0.test";
                client.ClientId = "client";
                client.ClientSecret = "secret";
                client.BackchannelTimeout = TimeSpan.FromMinutes(1);
            },
            _ => { }).WithPostgreSql(Nowhere, options => options.QuietAfterRestart = TimeSpan.FromSeconds(seconds));
        using var provider = services.BuildServiceProvider();
        var read = () => provider.GetRequiredService<IOptionsMonitor<Auth0AccessTokensClientOptions>>().Get("Other");
        if (right)
        {
            read.Should().NotThrow();
        }
        else
        {
            read.Should().Throw<OptionsValidationException>().WithMessage("*QuietAfterRestart*");
        }
    }

    [Fact]
    public void The_logins_of_an_application_share_one_database()
    {
        var services = new ServiceCollection();
        Login(services, "First").WithPostgreSql(Nowhere);
        Login(services, "Second").WithPostgreSql(Nowhere);
        Login(services, "Third").Invoking(login => login.WithPostgreSql(Nowhere + ";Database=other"))
            .Should().Throw<InvalidOperationException>();
        using var source = NpgsqlDataSource.Create(Nowhere);
        Login(services, "Fourth").Invoking(login => login.WithPostgreSql(source))
            .Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public async Task A_data_source_of_the_applications_is_not_disposed_of()
    {
        await using var source = NpgsqlDataSource.Create(Nowhere);
        var services = new ServiceCollection();
        services.AddLogging();
        Login(services, Auth0Constants.AuthenticationScheme).WithPostgreSql(source);
        await using (var provider = services.BuildServiceProvider())
        {
            await provider.GetRequiredService<ISessionCoordinator>()
                .Invoking(coordinator => coordinator.GetStatusAsync("a", default).AsTask())
                .Should().ThrowAsync<SessionCoordinationException>();
        }

        source.Invoking(s => s.OpenConnection()).Should().Throw<NpgsqlException>("it is still there to fail");
    }

    private static Auth0WebAppAuthenticationBuilder Login(ServiceCollection services, string scheme) =>
        services.AddAuth0WebApp(scheme, options =>
        {
            options.Domain = "tenant.auth0.test";
            options.ClientId = "client";
            options.ClientSecret = "secret";
            options.CallbackPath = "/" + scheme;
        });

    private ServiceProvider Build(
        Action<PostgreSqlOptions>? configure,
        Action<IServiceCollection>? more = null,
        string connectionString = Nowhere)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_logs));
        Login(services, Auth0Constants.AuthenticationScheme).WithPostgreSql(connectionString, configure);
        more?.Invoke(services);
        return services.BuildServiceProvider();
    }
}
