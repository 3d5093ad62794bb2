using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Auth0.AspNetCore.Mrrt.Tenant;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Auth0.AspNetCore.Mrrt.Tests.TokenEndpoint;

public sealed class TokenClientTests
{
    private const string Granted = """{"access_token":"at","expires_in":60}""";

    [Fact]
    public async Task A_refresh_sends_audience_and_scope_when_there_are_any_and_leaves_them_out_otherwise()
    {
        var handler = new FakeTenantHandler(_ => FakeTenantHandler.Json(Granted));
        var client = Client(handler);
        await client.RefreshAsync("Auth0", "rt", "https://orders.example.com", "read:orders", default);
        await client.RefreshAsync("Auth0", "rt", null, null, default);

        var calls = handler.Calls.ToArray();
        calls[0].Address.Should().Be("https://tenant.example.com/oauth/token");
        calls[0].Form.Should().BeEquivalentTo(new Dictionary<string, string>
        {
            ["grant_type"] = "refresh_token",
            ["refresh_token"] = "rt",
            ["audience"] = "https://orders.example.com",
            ["scope"] = "read:orders",
            ["client_id"] = "client",
            ["client_secret"] = "s3cret&+",
        });
        calls[1].Form.Keys.Should().NotContain(["audience", "scope"]);
    }

    [Fact]
    public async Task A_code_is_redeemed_with_its_verifier_and_redirect_address()
    {
        var handler = new FakeTenantHandler(_ => FakeTenantHandler.Json(Granted));
        await Client(handler).RedeemCodeAsync(
            "Auth0", [new("code", "code"), new("redirect_uri", "https://app/callback"), new("code_verifier", "verifier")], default);
        handler.Calls.Single().Form.Should().Contain(
            [
                KeyValuePair.Create("grant_type", "authorization_code"),
                KeyValuePair.Create("code", "code"),
                KeyValuePair.Create("redirect_uri", "https://app/callback"),
                KeyValuePair.Create("code_verifier", "verifier"),
            ]);
    }

    /// <summary>RFC 6749, section 2.3.1: form-encoded first.</summary>
    [Fact]
    public async Task Basic_authentication_keeps_the_secret_out_of_the_body()
    {
        var handler = new FakeTenantHandler(_ => FakeTenantHandler.Json(Granted));
        await Client(handler, options => options.ClientAuthentication = ClientAuthenticationMethod.ClientSecretBasic)
            .RefreshAsync("Auth0", "rt", null, null, default);
        var call = handler.Calls.Single();
        call.Form.Keys.Should().NotContain(["client_secret", "client_id"]);
        Encoding.UTF8.GetString(Convert.FromBase64String(call.Headers["Authorization"]["Basic ".Length..]))
            .Should().Be("client:s3cret%26%2B");
    }

    [Theory]
    [InlineData(SecurityAlgorithms.RsaSha256)]
    [InlineData(SecurityAlgorithms.RsaSsaPssSha256)]
    [InlineData(SecurityAlgorithms.EcdsaSha256)]
    public async Task An_assertion_names_the_tenant_with_one_slash_and_is_used_once(string algorithm)
    {
        var handler = new FakeTenantHandler(_ => FakeTenantHandler.Json(Granted));
        var rsa = TestKeys.Rsa;
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        SecurityKey key = algorithm == SecurityAlgorithms.EcdsaSha256
            ? new ECDsaSecurityKey(ec)
            : new RsaSecurityKey(rsa) { KeyId = "k1" };
        var client = Client(handler, options =>
        {
            options.ClientSecret = null;
            options.ClientAssertionSecurityKey = key;
            options.ClientAssertionSecurityKeyAlgorithm = algorithm;
        });
        await client.RefreshAsync("Auth0", "rt", null, null, default);
        await client.RefreshAsync("Auth0", "rt", null, null, default);

        var assertions = handler.Calls.Select(call => call.Form["client_assertion"]).ToArray();
        handler.Calls.First().Form.Keys.Should().NotContain("client_secret");
        handler.Calls.First().Form["client_assertion_type"].Should()
            .Be("urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        var token = new JsonWebToken(assertions[0]);
        token.Issuer.Should().Be("client");
        token.Subject.Should().Be("client");
        token.Audiences.Should().Equal("https://tenant.example.com/");
        (token.ValidTo - token.IssuedAt).Should().Be(TimeSpan.FromMinutes(1));
        token.Id.Should().NotBeEmpty().And.NotBe(new JsonWebToken(assertions[1]).Id);
        var verified = await new JsonWebTokenHandler().ValidateTokenAsync(assertions[0], new TokenValidationParameters
        {
            IssuerSigningKey = key,
            ValidIssuer = "client",
            ValidAudience = "https://tenant.example.com/",
            ValidAlgorithms = [algorithm],
            ValidateLifetime = false,
        });
        verified.IsValid.Should().BeTrue();
    }

    /// <summary>Peers let this header grow with every scope that adds to a shared client.</summary>
    [Fact]
    public async Task Telemetry_goes_with_each_call_once_and_can_be_turned_off()
    {
        var handler = new FakeTenantHandler(_ => FakeTenantHandler.Json(Granted));
        var client = Client(handler);
        for (var i = 0; i < 3; i++)
        {
            await client.RefreshAsync("Auth0", "rt", null, null, default);
        }

        foreach (var call in handler.Calls)
        {
            using var telemetry = JsonDocument.Parse(Convert.FromBase64String(call.Headers["Auth0-Client"]));
            telemetry.RootElement.GetProperty("name").GetString().Should().Be("Auth0.AspNetCore.Mrrt");
            telemetry.RootElement.GetProperty("version").GetString().Should().MatchRegex(@"^\d+\.\d+\.\d+");
        }

        var quiet = new FakeTenantHandler(_ => FakeTenantHandler.Json(Granted));
        await Client(quiet, options => options.SendTelemetry = false).RefreshAsync("Auth0", "rt", null, null, default);
        quiet.Calls.Single().Headers.Keys.Should().NotContain("Auth0-Client");
    }

    [Fact]
    public async Task A_lifetime_counts_from_when_the_call_left()
    {
        var time = new ManualTimeProvider();
        var sent = time.GetUtcNow();
        var handler = new FakeTenantHandler(_ =>
        {
            time.Advance(TimeSpan.FromSeconds(20));
            return FakeTenantHandler.Json(Granted);
        });
        var result = await Client(handler, time: time).RefreshAsync("Auth0", "rt", null, null, default);
        result.Response!.ExpiresAt.Should().Be(sent.AddSeconds(60));
    }

    [Fact]
    public async Task An_answer_beyond_the_cap_brings_no_access_token()
    {
        var handler = new FakeTenantHandler(_ => FakeTenantHandler.Json(
            $$"""{"access_token":"{{new string('a', BackchannelClient.MaxResponseBytes)}}"}"""));
        var result = await Client(handler).RefreshAsync("Auth0", "rt", null, null, default);
        result.ErrorClass.Should().Be(TokenErrorClass.Transient);
        result.Response.Should().BeNull();
        (result.StatusCode, result.Error).Should().Be((200, "invalid_token_response"));
    }

    [Fact]
    public async Task A_tenant_that_does_not_answer_in_time_is_given_up()
    {
        var time = new ManualTimeProvider();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var never = new SemaphoreSlim(0);
        var handler = new DelegatingFake(async (_, cancellationToken) =>
        {
            asked.SetResult();
            await never.WaitAsync(cancellationToken);
            throw new InvalidOperationException("unreachable");
        });
        var call = Client(new FakeTenantHandler(), time: time, outer: handler)
            .RefreshAsync("Auth0", "rt", null, null, default);
        await asked.Task;
        time.Advance(TimeSpan.FromSeconds(29));
        call.IsCompleted.Should().BeFalse();
        time.Advance(TimeSpan.FromSeconds(1));
        (await call).ErrorClass.Should().Be(TokenErrorClass.Transient);
    }

    /// <summary>A process that stood still past its time limit finds the limit over and the answer waiting. The answer
    /// holds the only refresh token that is worth anything.</summary>
    [Fact]
    public async Task An_answer_that_came_while_the_process_stood_still_is_read()
    {
        var time = new ManualTimeProvider();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var handler = new DelegatingFake(async (_, cancellationToken) =>
        {
            var answer = arrived.Task.WaitAsync(cancellationToken); // given up at once when it is cancelled
            asked.SetResult();
            await answer;
            return FakeTenantHandler.Json("""{"access_token":"at","refresh_token":"next","expires_in":60}""");
        });
        var call = Client(new FakeTenantHandler(), time: time, outer: handler)
            .RefreshAsync("Auth0", "rt", null, null, default);
        await asked.Task;

        time.Advance(TimeSpan.FromHours(1));
        arrived.SetResult();

        (await call).Response!.RefreshToken.Should().Be("next");
    }

    /// <summary>Aspire's template adds a retrying handler to every client; a repeated refresh would kill the family.</summary>
    [Fact]
    public async Task What_an_application_adds_to_all_its_clients_does_not_repeat_a_refresh()
    {
        var repeats = 0;
        var handler = new FakeTenantHandler(_ => FakeTenantHandler.Json("{}", HttpStatusCode.ServiceUnavailable));
        var services = Services(options => { }, TimeProvider.System);
        services.ConfigureHttpClientDefaults(http => http.AddHttpMessageHandler(() => new Repeating(() => repeats++)));
        services.AddHttpClient(Auth0Constants.HttpClientName).ConfigurePrimaryHttpMessageHandler(() => handler);
        var client = new ClientOfScheme(services.BuildServiceProvider());
        await client.RefreshAsync("Auth0", "rt", null, null, default);
        handler.Calls.Should().HaveCount(1);
        repeats.Should().Be(0);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_with_the_credentials()
    {
        using var listener = new HttpListener();
        var port = FreePort();
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        listener.Start();
        var served = 0;
        var serving = Task.Run(async () =>
        {
            while (listener.IsListening)
            {
                try
                {
                    var context = await listener.GetContextAsync();
                    served++;
                    context.Response.StatusCode = 307;
                    context.Response.RedirectLocation = $"http://127.0.0.1:{port}/elsewhere";
                    context.Response.Close();
                }
                catch (HttpListenerException)
                {
                    return;
                }
                catch (ObjectDisposedException)
                {
                    return;
                }
            }
        });
        var services = Services(_ => { }, TimeProvider.System);
        services.Configure<OpenIdConnectOptions>(Auth0Constants.AuthenticationScheme, options =>
            options.Configuration = new() { TokenEndpoint = $"http://127.0.0.1:{port}/oauth/token" });
        var client = new ClientOfScheme(services.BuildServiceProvider());
        var result = await client.RefreshAsync("Auth0", "rt", null, null, default);
        listener.Stop();
        await serving;
        served.Should().Be(1);
        result.Succeeded.Should().BeFalse();
        result.GrantRejected.Should().BeFalse();
    }

    [Theory]
    [InlineData("""{"issuer":"https://other.example.com/","authorization_endpoint":"https://tenant.example.com/authorize","token_endpoint":"https://tenant.example.com/oauth/token"}""")]
    [InlineData("""{"issuer":"https://tenant.example.com/","authorization_endpoint":"https://tenant.example.com/authorize","token_endpoint":"http://tenant.example.com/oauth/token"}""")]
    [InlineData("""{"issuer":"https://tenant.example.com/"}""")]
    [InlineData("<html></html>")]
    public async Task A_discovery_document_that_cannot_be_trusted_sends_nothing_anywhere(string discovery)
    {
        var handler = new FakeTenantHandler(_ => FakeTenantHandler.Json(Granted)) { Discovery = discovery };
        var result = await Client(handler).RefreshAsync("Auth0", "rt", null, null, default);
        result.ErrorClass.Should().Be(TokenErrorClass.Transient);
        handler.Calls.Should().BeEmpty();
    }

    [Fact]
    public async Task Revoking_presents_the_token_at_the_announced_endpoint_and_never_throws()
    {
        var handler = new FakeTenantHandler(_ => throw new HttpRequestException("down"));
        await Client(handler).RevokeAsync("Auth0", "rt", default);
        handler.Calls.Single().Address.Should().Be("https://tenant.example.com/oauth/revoke");
        handler.Calls.Single().Form.Should().Contain("token", "rt").And.ContainKey("client_secret");
    }

    private static int FreePort()
    {
        using var socket = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }

    private static ClientOfScheme Client(
        FakeTenantHandler handler,
        Action<Auth0WebAppOptions>? configure = null,
        TimeProvider? time = null,
        DelegatingFake? outer = null)
    {
        outer?.Inner = handler;
        return new ClientOfScheme(Services(
                options =>
                {
                    options.BackchannelHttpHandler = outer ?? (HttpMessageHandler)handler;
                    configure?.Invoke(options);
                },
                time ?? TimeProvider.System)
            .BuildServiceProvider());
    }

    private static ServiceCollection Services(Action<Auth0WebAppOptions> configure, TimeProvider time)
    {
        var services = new ServiceCollection();
        services.AddSingleton(time);
        services.AddLogging();
        services.AddAuth0WebApp(options =>
        {
            options.Domain = FakeTenantHandler.Domain;
            options.ClientId = "client";
            options.ClientSecret = "s3cret&+";
            configure(options);
        });
        return services;
    }

    private sealed class Repeating(Action repeated) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await base.SendAsync(request, cancellationToken);
            repeated();
            return await base.SendAsync(request, cancellationToken);
        }
    }

    /// <summary>Discovery goes through; every other call is the test's.</summary>
    private sealed class DelegatingFake(
        Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : DelegatingHandler
    {
        public FakeTenantHandler Inner
        {
            set => InnerHandler = value;
        }

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken) =>
            request.Method == HttpMethod.Get
                ? base.SendAsync(request, cancellationToken)
                : answer(request, cancellationToken);
    }
}
