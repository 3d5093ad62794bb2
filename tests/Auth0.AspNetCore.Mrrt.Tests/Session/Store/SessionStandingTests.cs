using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Testing;
using Auth0.AspNetCore.Mrrt.Tests.Generated;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Store;

/// <summary>K6: two servers, and one of them cannot ask the other for a while. Sessions are in the cookie.</summary>
public sealed class SessionStandingTests
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(14);
    private static readonly TimeSpan Outage = TimeSpan.FromHours(2);

    private readonly SharingDatabase _database = new();
    private readonly EphemeralDataProtectionProvider _keys = new();
    private bool _cutOff;

    [Fact]
    public async Task A_session_that_ends_while_a_server_is_cut_off_never_comes_back_there()
    {
        await using var a = await StartAsync();
        await using var b = await StartAsync(a);
        using var servers = new ServerChoice(a.Server.CreateHandler(), b.Server.CreateHandler());
        using var browser = await SignedInAsync(a, servers);
        a.Tenant.Advance(TimeSpan.FromDays(8)); // The next response renews the cookie.
        using var copy = browser.Fork();
        _cutOff = true;
        (await browser.GetAsync("/logout/local")).Dispose();
        a.Tenant.Advance(Outage);
        (await servers.RunAsync(1, copy.SessionAsync)).Subject.Should().NotBeNull("the other server could not tell this one");

        _cutOff = false;
        await Sessions(b).HearAsync();
        (await servers.RunAsync(1, copy.SessionAsync)).Subject.Should().BeNull();

        a.Tenant.Advance(Life - TimeSpan.FromHours(1));
        (await servers.RunAsync(1, copy.SessionAsync)).Subject.Should().BeNull("the cookie was not prolonged during the outage");
        (await servers.RunAsync(0, copy.SessionAsync)).Subject.Should().BeNull();
    }

    [Fact]
    public async Task After_the_outage_the_next_response_renews_the_cookie()
    {
        await using var a = await StartAsync();
        await using var b = await StartAsync(a);
        using var servers = new ServerChoice(a.Server.CreateHandler(), b.Server.CreateHandler());
        using var browser = await SignedInAsync(a, servers);
        var expires = b.TicketOf(browser)!.Properties.ExpiresUtc;
        a.Tenant.Advance(TimeSpan.FromDays(8));

        _cutOff = true;
        (await servers.RunAsync(1, browser.SessionAsync)).Subject.Should().NotBeNull();
        b.TicketOf(browser)!.Properties.ExpiresUtc.Should().Be(expires);

        _cutOff = false;
        (await servers.RunAsync(1, browser.SessionAsync)).Subject.Should().NotBeNull();
        b.TicketOf(browser)!.Properties.ExpiresUtc.Should().Be(expires + TimeSpan.FromDays(8));
    }

    private static SharingSessions Sessions(AppHost server) =>
        ((CutOffSessions)server.Services.GetRequiredService<ISessionCoordinator>()).Inner;

    private static async Task<TenantBrowser> SignedInAsync(AppHost app, ServerChoice servers)
    {
        var browser = new TenantBrowser(app.Tenant, new Uri("https://localhost"), servers, app.Tenant.Clock);
        (await servers.RunAsync(0, () => browser.SignInAsync("/login"))).Dispose();
        return browser;
    }

    private Task<AppHost> StartAsync(AppHost? other = null) => AppHost.StartAsync(
        services: services => services
            .AddSingleton<IDataProtectionProvider>(_keys)
            .Replace(ServiceDescriptor.Singleton<ISessionCoordinator>(provider => new CutOffSessions(
                new SharingSessions(
                    provider.GetRequiredService<InProcessSessionCoordinator>(), _database, provider.GetRequiredService<TimeProvider>()),
                () => _cutOff && other is not null))),
        tenantOptions: options => options.TimeProvider = new ManualTimeProvider(),
        other: other);

    private sealed class CutOffSessions(SharingSessions inner, Func<bool> isCutOff) : ISessionCoordinator
    {
        public SharingSessions Inner => inner;

        public SessionStatus Peek(string sessionId) => inner.Peek(sessionId);

        public ValueTask<SessionStatus> GetStatusAsync(string sessionId, CancellationToken cancellationToken) =>
            Reached().GetStatusAsync(sessionId, cancellationToken);

        public ValueTask<ISessionTurn> EnterAsync(string sessionId, CancellationToken cancellationToken) =>
            Reached().EnterAsync(sessionId, cancellationToken);

        public void Acknowledge(string sessionId, long generation) => inner.Acknowledge(sessionId, generation);

        public ValueTask<SessionRecord?> EndAsync(string sessionId, DateTimeOffset? until, CancellationToken cancellationToken) =>
            inner.EndAsync(sessionId, until, cancellationToken);

        private SharingSessions Reached() => isCutOff() ? throw new SessionCoordinationException("out of reach") : inner;
    }
}
