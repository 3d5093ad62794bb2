using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.Registration;
using Auth0.AspNetCore.Mrrt.Testing.Contracts;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Moq;

namespace Auth0.AspNetCore.Mrrt.Tests.Registration;

/// <summary>An application gives a driver of its own to <c>WithSharedSessions</c>.</summary>
public sealed class SharedSessionsRegistrationTests
{
    [Fact]
    public async Task What_one_server_commits_or_ends_another_learns_through_the_application_s_backend()
    {
        var backend = new MemoryBackend();
        await using var first = Server(_ => backend);
        await using var second = Server(_ => backend);
        var (here, there) = (Coordinator(first), Coordinator(second));

        (await here.CommitAsync("a", Records.Of(1))).Should().BeTrue();
        (await there.GetStatusAsync("a", default)).Newest!.Generation.Should().Be(1);
        (await there.CommitAsync("a", Records.Of(2))).Should().BeTrue();

        await here.EndAsync("a", until: null, default);
        there.HasEnded("a").Should().BeFalse("nobody has told it yet");
        await second.GetRequiredService<BackgroundWork>().PassAsync(default);
        there.HasEnded("a").Should().BeTrue();
    }

    [Fact]
    public async Task A_turn_that_one_server_has_is_waited_for_on_the_other()
    {
        var backend = new MemoryBackend();
        await using var first = Server(_ => backend);
        await using var second = Server(_ => backend);
        var held = await Coordinator(first).EnterAsync("a", default);
        var waiting = Coordinator(second).EnterAsync("a", default).AsTask();
        waiting.IsCompleted.Should().BeFalse();

        (await held.CommitAsync(Records.Of(1), default)).Should().BeTrue();
        await held.DisposeAsync();
        await using var turn = await waiting;
        turn.NewestGeneration.Should().Be(1);
    }

    [Fact]
    public async Task A_user_signs_in_and_out_while_the_session_lives_in_the_application_s_backend()
    {
        var backend = new MemoryBackend();
        await using var app = await AppHost.StartAsync(
            build: auth0 => auth0.WithSharedSessions(_ => backend, options => options.StoreSessions = true));
        using var browser = await app.SignedInAsync();
        (await browser.TokenAsync(AppHost.Inventory)).Token.Should().NotBeNull();

        var ends = await backend.EndedSinceAsync(null, default);
        ends.Sessions.Should().BeEmpty();
        using var answer = await browser.GetAsync("/logout");
        ends = await backend.EndedSinceAsync(null, default);
        ends.Sessions.Select(end => end.SessionId).Distinct().Should().ContainSingle();
    }

    [Fact]
    public void Coordination_alone_stores_no_session()
    {
        using var server = Server(_ => new MemoryBackend());
        Coordinator(server).Should().BeOfType<SharedSessions>();
        server.GetServices<StoredSessions>().Should().BeEmpty();
    }

    [Fact]
    public async Task A_driver_without_tickets_stores_no_session()
    {
        await using var server = Server(_ => Mock.Of<ISessionBackend>(), options => options.StoreSessions = true);
        await server.GetRequiredService<BackgroundWork>().Invoking(work => work.StartingAsync(default))
            .Should().ThrowAsync<InvalidOperationException>().WithMessage("*ITicketBackend*StoreSessions*");
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        using var server = Server(_ => new MemoryBackend(), options =>
        {
            options.CoordinateExchanges = false;
            options.TurnTimeout = TimeSpan.Zero;
            options.EndedSessionsInterval = TimeSpan.Zero;
            options.CleanupInterval = TimeSpan.Zero;
            options.RecordLifetime = TimeSpan.Zero;
            options.CommitRetryTime = -TimeSpan.FromSeconds(1);
            options.QuietAfterRestart = -TimeSpan.FromSeconds(1);
            options.WhenUnavailable = (WhenUnavailable)9;
        });
        server.Invoking(s => s.GetRequiredService<IOptions<SharedSessionOptions>>().Value)
            .Should().Throw<OptionsValidationException>().Which.Failures.Should().HaveCount(8)
            .And.OnlyContain(failure => failure.StartsWith("SharedSessionOptions: ", StringComparison.Ordinal));
    }

    [Fact]
    public void The_quiet_time_is_held_against_the_login_s_limit_of_a_call()
    {
        using var server = Server(_ => new MemoryBackend(), options => options.QuietAfterRestart = TimeSpan.FromSeconds(5));
        server.GetRequiredService<IOptionsMonitor<Auth0WebAppOptions>>()
            .Invoking(login => login.Get(Auth0Constants.AuthenticationScheme))
            .Should().Throw<OptionsValidationException>().WithMessage("*SharedSessionOptions.QuietAfterRestart*");
    }

    [Fact]
    public void A_driver_s_own_settings_are_those_of_the_coordination_too()
    {
        var services = Services();
        Login(services).WithSharedSessions<Auth0WebAppAuthenticationBuilder, OwnOptions>(
            _ => new MemoryBackend(), options => (options.Address, options.TurnTimeout) = ("here", TimeSpan.FromSeconds(7)));
        using var server = services.BuildServiceProvider();
        server.GetRequiredService<SharedParts>().Settings.Should().BeOfType<OwnOptions>()
            .Which.Should().Match<OwnOptions>(own => own.Address == "here" && own.TurnTimeout == TimeSpan.FromSeconds(7));
    }

    [Fact]
    public void The_logins_of_an_application_share_one_backend()
    {
        Func<IServiceProvider, ISessionBackend> backend = _ => new MemoryBackend();
        var services = Services();
        Login(services, "First").WithSharedSessions(backend);
        Login(services, "Second").WithSharedSessions(backend);
        Login(services, "Third").Invoking(login => login.WithSharedSessions(_ => new MemoryBackend()))
            .Should().Throw<InvalidOperationException>().WithMessage("*one backend*");
        Login(services, "Fourth").Invoking(login => login.WithSharedSessions<Auth0WebAppAuthenticationBuilder, OwnOptions>(backend, null))
            .Should().Throw<InvalidOperationException>().WithMessage("*one backend*");
    }

    [Fact]
    public void A_function_that_gives_no_backend_is_an_error_that_says_so()
    {
        using var server = Server(_ => null!);
        server.Invoking(Coordinator).Should().Throw<InvalidOperationException>().WithMessage("*WithSharedSessions*");
    }

    [Fact]
    public void Nothing_may_be_missing()
    {
        var login = Login(Services());
        login.Invoking(auth0 => auth0.WithSharedSessions(null!)).Should().Throw<ArgumentNullException>();
        new Action(() => ((Auth0WebAppAuthenticationBuilder)null!).WithSharedSessions(_ => new MemoryBackend()))
            .Should().Throw<ArgumentNullException>();
    }

    private static ISessionCoordinator Coordinator(IServiceProvider server) => server.GetRequiredService<ISessionCoordinator>();

    private static ServiceProvider Server(
        Func<IServiceProvider, ISessionBackend> backend, Action<SharedSessionOptions>? configure = null)
    {
        var services = Services();
        Login(services).WithSharedSessions(backend, configure);
        return services.BuildServiceProvider();
    }

    private static ServiceCollection Services()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        return services;
    }

    private static Auth0WebAppAuthenticationBuilder Login(
        ServiceCollection services, string scheme = Auth0Constants.AuthenticationScheme) =>
        services.AddAuth0WebApp(scheme, options =>
        {
            options.Domain = "tenant.auth0.test";
            options.ClientId = "client";
            options.ClientSecret = "secret";
            options.CallbackPath = "/" + scheme;
        });

    private sealed class OwnOptions : SharedSessionOptions
    {
        public string? Address { get; set; }
    }
}
