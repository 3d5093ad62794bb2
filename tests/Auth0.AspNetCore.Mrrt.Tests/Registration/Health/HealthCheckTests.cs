using System.Net;
using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace Auth0.AspNetCore.Mrrt.Tests.Registration.Health;

/// <summary>What <c>AddAuth0()</c> tells a load balancer.</summary>
public sealed class HealthCheckTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly Documents _documents = new();
    private readonly Mock<ISessionCoordinator> _coordinator = new();
    private readonly HttpClient _client;
    private ServiceProvider? _services;

    public HealthCheckTests()
    {
        _client = new HttpClient(_documents);
        Coordination(CoordinationHealth.Healthy);
    }

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }

        _client.Dispose();
        _documents.Dispose();
    }

    [Fact]
    public async Task Both_are_healthy_where_everything_is_at_hand()
    {
        var report = await CheckAsync();
        report.Entries.Keys.Should().BeEquivalentTo("auth0-tenant", "auth0-sessions");
        report.Status.Should().Be(HealthStatus.Healthy);
    }

    [Fact]
    public async Task A_tenant_that_does_not_answer_is_asked_once_in_ten_seconds()
    {
        _documents.Down = true;
        for (var i = 0; i < 5; i++)
        {
            (await TenantAsync()).Status.Should().Be(HealthStatus.Unhealthy);
        }

        _documents.Asked.Should().Be(1);
        _documents.Down = false;
        _time.Advance(TimeSpan.FromSeconds(10));
        (await TenantAsync()).Status.Should().Be(HealthStatus.Healthy);
    }

    [Fact]
    public async Task While_the_documents_are_fresh_nothing_is_asked()
    {
        await TenantAsync();
        var asked = _documents.Asked;
        _documents.Down = true;
        (await TenantAsync()).Status.Should().Be(HealthStatus.Healthy);
        _documents.Asked.Should().Be(asked);
    }

    [Fact]
    public async Task Old_documents_that_still_serve_are_degraded()
    {
        await TenantAsync();
        _documents.Down = true;
        _time.Advance(TimeSpan.FromHours(13));
        (await TenantAsync()).Status.Should().Be(HealthStatus.Healthy, "the fetch of a newer one is under way");
        await _documents.FailedAsync();
        HealthReportEntry entry;
        do
        {
            await Task.Yield();
            entry = await TenantAsync();
        }
        while (entry.Status == HealthStatus.Healthy);
        entry.Status.Should().Be(HealthStatus.Degraded);
        entry.Description.Should().Contain("older");
    }

    [Fact]
    public async Task A_tenant_without_keys_lets_nobody_sign_in()
    {
        _documents.Keys = """{"keys":[]}""";
        (await TenantAsync()).Status.Should().Be(HealthStatus.Unhealthy);
    }

    [Theory]
    [InlineData(false, null, 0, null, HealthStatus.Unhealthy, "does not answer")]
    [InlineData(false, null, 0, "Redis does not answer.", HealthStatus.Unhealthy, "Redis")]
    [InlineData(true, 12, 0, null, HealthStatus.Degraded, "12 seconds")]
    [InlineData(true, null, 3, null, HealthStatus.Degraded, "3 writes")]
    [InlineData(true, null, 0, "Keys may be evicted.", HealthStatus.Degraded, "evicted")]
    [InlineData(true, null, 0, null, HealthStatus.Healthy, "agree")]
    public async Task Coordination_is_told_as_the_coordinator_tells_it(
        bool reachable, int? quiet, int pending, string? problem, HealthStatus status, string text)
    {
        Coordination(new CoordinationHealth
        {
            IsReachable = reachable,
            QuietFor = quiet is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            PendingWrites = pending,
            Problem = problem,
        });
        var entry = (await CheckAsync()).Entries["auth0-sessions"];
        entry.Status.Should().Be(status);
        entry.Description.Should().Contain(text);
    }

    [Theory]
    [InlineData(HealthStatus.Unhealthy)]
    [InlineData(HealthStatus.Degraded)]
    public async Task A_backend_that_may_lose_sessions_counts_as_a_failure(HealthStatus failure)
    {
        Coordination(CoordinationHealth.Healthy with { MayLoseSessions = true, Problem = "Redis may evict sessions." });
        var entry = (await CheckAsync(checks => checks.AddAuth0(failureStatus: failure))).Entries["auth0-sessions"];
        (entry.Status, entry.Description).Should().Be((failure, "Redis may evict sessions."));
    }

    [Fact]
    public async Task A_failure_is_told_as_the_application_wants_and_names_no_host()
    {
        _documents.Down = true;
        var entry = (await CheckAsync(checks => checks.AddAuth0(failureStatus: HealthStatus.Degraded, tags: ["ready"])))
            .Entries["auth0-tenant"];
        entry.Status.Should().Be(HealthStatus.Degraded);
        entry.Tags.Should().Equal("ready");
        entry.Exception.Should().BeNull();
        entry.Description.Should().NotContain("example");
    }

    [Fact]
    public async Task Each_login_has_a_check_of_its_own_and_the_sessions_have_one()
    {
        var report = await CheckAsync(checks => checks.AddAuth0().AddAuth0("Second"), "Second");
        report.Entries.Keys.Should().BeEquivalentTo("auth0-tenant", "auth0-tenant-Second", "auth0-sessions");
    }

    private void Coordination(CoordinationHealth health) =>
        _coordinator.Setup(one => one.CheckAsync(It.IsAny<CancellationToken>())).ReturnsAsync(health);

    private async Task<HealthReportEntry> TenantAsync() => (await CheckAsync()).Entries["auth0-tenant"];

    private Task<HealthReport> CheckAsync(Action<IHealthChecksBuilder>? add = null, params string[] more)
    {
        if (_services is null)
        {
            var services = new ServiceCollection();
            services.AddLogging();
            services.AddSingleton<TimeProvider>(_time);
            foreach (var scheme in more.Prepend(Auth0Constants.AuthenticationScheme))
            {
                services.AddAuth0WebApp(scheme, options =>
                {
                    options.Domain = FakeTenantHandler.Domain;
                    options.ClientId = "client";
                    options.ClientSecret = "secret";
                    options.CallbackPath = "/" + scheme;
                    options.Backchannel = _client;
                });
            }

            services.Replace(ServiceDescriptor.Singleton(_coordinator.Object));
            (add ?? (checks => checks.AddAuth0()))(services.AddHealthChecks());
            _services = services.BuildServiceProvider();
        }

        return _services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
    }

    private sealed class Documents : HttpMessageHandler
    {
        private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _asked;

        public bool Down { get; set; }

        public string Keys { get; set; } = """{"keys":[{"kty":"RSA","kid":"k","n":"AQAB","e":"AQAB"}]}""";

        public int Asked => Volatile.Read(ref _asked);

        public Task FailedAsync() => _failed.Task;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _asked);
            if (Down)
            {
                _failed.TrySetResult();
                throw new HttpRequestException("tenant.example.com does not answer");
            }

            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StringContent(
                    request.RequestUri!.AbsolutePath == "/jwks" ? Keys : new FakeTenantHandler().Discovery),
            });
        }
    }
}
