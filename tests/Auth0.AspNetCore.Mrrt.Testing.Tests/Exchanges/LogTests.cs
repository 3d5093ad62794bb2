using System.Collections.Concurrent;
using System.Text;
using Auth0.AspNetCore.Mrrt.Testing.Tests.Support;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Testing.Tests.Exchanges;

public sealed class LogTests : TenantTest, IDisposable
{
    private readonly ListLogger _logger = new();

    protected override void Configure(Auth0TenantOptions options)
    {
        options.KeepIssuedSecrets = true;
        options.LoggerFactory = _logger;
    }

    [Fact]
    public async Task An_exchange_tells_what_was_asked_and_what_was_issued()
    {
        var signIn = await App.SignInAsync();
        await App.RefreshAsync(signIn.RefreshToken, App.Inventory, "openid read:inventory read:nothing");

        Tenant.Exchanges[1].Should().BeEquivalentTo(new
        {
            Grant = "refresh_token",
            ClientId = "quickstart-client",
            UserId = "auth0|alice",
            RequestedAudience = App.Inventory,
            IssuedAudience = App.Inventory,
            RequestedScope = "openid read:inventory read:nothing",
            IssuedScope = "openid read:inventory",
            Generation = 1,
            PolicyUsed = "mrrt",
            Outcome = TokenExchangeOutcome.Granted,
            StatusCode = 200,
        });
        Tenant.Exchanges[1].Family.Should().Be(Tenant.Exchanges[0].Family);
    }

    [Fact]
    public async Task A_refusal_is_logged_with_its_error()
    {
        await App.TokenAsync(("grant_type", "refresh_token"), ("client_secret", "wrong"));

        Tenant.Exchanges.Should().ContainSingle().Which.Should().Match<TokenExchange>(exchange =>
            exchange.Outcome == TokenExchangeOutcome.Refused && exchange.StatusCode == 401
            && exchange.Error == "access_denied" && exchange.ClientId == "quickstart-client");
        Tenant.Counters.Refused.Should().Be(1);
    }

    [Theory]
    [InlineData("""{"name":"my-sdk","version":"1.2.3"}""")]
    [InlineData(null)]
    public async Task Telemetry_is_decoded_and_what_cannot_be_read_is_ignored(string? telemetry)
    {
        var header = telemetry is null ? "not base64!" : Convert.ToBase64String(Encoding.UTF8.GetBytes(telemetry));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth/token");
        request.Headers.TryAddWithoutValidation("Auth0-Client", header);
        await App.Http.SendAsync(request);

        Tenant.Exchanges.Single().Telemetry.Should().Be(telemetry);
    }

    [Fact]
    public async Task Counters_count_and_the_log_can_be_forgotten_without_ending_sessions()
    {
        var signIn = await App.SignInAsync();
        Tenant.Counters.Should().BeEquivalentTo(new
        {
            Exchanges = 1,
            Granted = 1,
            Logins = 1,
            Authorizations = 1,
            AuthorizeRequests = 1,
            MaxTokenCallsInFlight = 1,
        });
        Tenant.ResetLog();

        Tenant.Exchanges.Should().BeEmpty();
        Tenant.Counters.Granted.Should().Be(0);
        (await App.RefreshAsync(signIn.RefreshToken)).Status.Should().Be(200);
    }

    [Fact]
    public async Task Every_secret_is_kept_for_searching()
    {
        var code = await App.CodeAsync();
        var signIn = await App.RedeemAsync(code);

        Tenant.IssuedSecrets.Should().Contain(
        [
            code, signIn.RefreshToken, signIn["access_token"], signIn["id_token"], Tenant.Client.ClientSecret,
        ]);
    }

    [Fact]
    public async Task No_log_line_and_no_exchange_holds_a_secret()
    {
        var signIn = await App.SignInAsync();
        await App.RefreshAsync(signIn.RefreshToken);
        await App.RefreshAsync(signIn.RefreshToken);
        await App.RedeemAsync("made-up");
        await App.AuthorizeAsync(("client_id", "nobody"));
        await App.AuthorizeAsync(("response_type", "token"));
        await App.PostAsync("/oauth/revoke", ("client_id", "quickstart-client"),
            ("client_secret", Tenant.Client.ClientSecret), ("token", (await App.SignInAsync()).RefreshToken));
        var told = string.Join('\n', _logger.Lines.Concat(Tenant.Exchanges.Select(exchange => exchange.ToString()!)));

        _logger.Lines.Should().HaveCountGreaterThan(6);
        told.Should().NotContainAny(Tenant.IssuedSecrets);
    }

    [Fact]
    public async Task Secrets_that_were_not_kept_cannot_be_searched_by_mistake()
    {
        await using var tenant = await Auth0Tenant.StartInProcessAsync();

        tenant.Invoking(t => t.IssuedSecrets).Should().Throw<InvalidOperationException>()
            .WithMessage("*KeepIssuedSecrets*");
    }

    public void Dispose() => _logger.Dispose();

    private sealed class ListLogger : ILoggerFactory, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) => Lines.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
