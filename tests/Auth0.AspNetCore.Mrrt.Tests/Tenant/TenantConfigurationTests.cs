using System.Net;
using Auth0.AspNetCore.Mrrt.Tenant;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Auth0.AspNetCore.Mrrt.Tests.TokenEndpoint;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Tests.Tenant;

/// <summary>conformance.md, "Login/logout": parallel first calls make one fetch, a failure is not kept and reaches all
/// who wait, and what was fetched has its time.</summary>
public sealed class TenantConfigurationTests : IDocumentRetriever
{
    private readonly ManualTimeProvider _time = new();
    private readonly TenantConfiguration _configuration;
    private readonly List<string> _fetched = [];
    private string _issuer = "https://tenant.example.com/";
    private string _authorize = "https://t/authorize";
    private Func<Task> _before = () => Task.CompletedTask;

    public TenantConfigurationTests() =>
        _configuration = new TenantConfiguration(this, new Uri("https://tenant.example.com/"), _time);

    public async Task<string> GetDocumentAsync(string address, CancellationToken cancel)
    {
        lock (_fetched)
        {
            _fetched.Add(address);
        }

        await _before();
        return address.EndsWith("openid-configuration", StringComparison.Ordinal)
            ? $$"""{"issuer":"{{_issuer}}","authorization_endpoint":"{{_authorize}}","token_endpoint":"https://t/token-{{_fetched.Count}}","jwks_uri":"https://t/jwks"}"""
            : """{"keys":[{"kty":"RSA","kid":"k","n":"AQAB","e":"AQAB"}]}""";
    }

    [Fact]
    public async Task Calls_at_once_share_one_fetch_of_the_document_and_the_keys()
    {
        var gate = new TaskCompletionSource();
        _before = () => gate.Task;
        var calls = Enumerable.Range(0, 10).Select(_ => _configuration.GetConfigurationAsync(default)).ToArray();
        gate.SetResult();
        var configurations = await Task.WhenAll(calls);
        configurations.Distinct().Should().ContainSingle();
        configurations[0].TokenEndpoint.Should().Be("https://t/token-1");
        _fetched.Should().Equal("https://tenant.example.com/.well-known/openid-configuration", "https://t/jwks");
    }

    [Fact]
    public async Task A_failure_reaches_all_who_wait_and_is_not_kept()
    {
        var gate = new TaskCompletionSource();
        _before = () => gate.Task;
        var calls = Enumerable.Range(0, 3).Select(_ => _configuration.GetConfigurationAsync(default)).ToArray();
        gate.SetException(new HttpRequestException("down"));
        foreach (var call in calls)
        {
            await this.Awaiting(_ => call).Should().ThrowAsync<Exception>();
        }

        _before = () => Task.CompletedTask;
        (await _configuration.GetConfigurationAsync(default)).Should().NotBeNull();
    }

    [Fact]
    public async Task A_document_is_kept_for_its_time_and_then_renewed_while_nobody_waits()
    {
        var first = await _configuration.GetConfigurationAsync(default);
        _time.Advance(TenantConfiguration.Lifetime - TimeSpan.FromSeconds(1));
        (await _configuration.GetConfigurationAsync(default)).Should().BeSameAs(first);
        _fetched.Should().HaveCount(2);
        _time.Advance(TimeSpan.FromSeconds(1));
        (await _configuration.GetConfigurationAsync(default)).Should().BeSameAs(first);
        var second = await AnotherThanAsync(first);
        (await _configuration.GetConfigurationAsync(default)).Should().BeSameAs(second);
        _fetched.Should().HaveCount(4);
    }

    [Fact]
    public async Task An_older_document_is_better_than_none_and_the_next_try_is_not_at_once()
    {
        var first = await _configuration.GetConfigurationAsync(default);
        _time.Advance(TenantConfiguration.Lifetime);
        var failed = new TaskCompletionSource();
        _before = () =>
        {
            failed.SetResult();
            throw new HttpRequestException("down");
        };
        (await _configuration.GetConfigurationAsync(default)).Should().BeSameAs(first);
        await failed.Task;
        _before = () => Task.CompletedTask;
        (await AnotherThanAsync(first, TenantConfiguration.ShortestRefresh)).Should().NotBeNull();
    }

    [Fact]
    public async Task Nothing_is_fetched_before_it_is_due_nor_again_at_once_after_a_failure()
    {
        var first = await _configuration.GetConfigurationAsync(default);
        _time.Advance(2 * TenantConfiguration.ShortestRefresh);
        (await _configuration.GetConfigurationAsync(default)).Should().BeSameAs(first);
        await FetchesThatNobodyWaitsForAsync();
        _fetched.Should().HaveCount(2);

        _time.Advance(TenantConfiguration.Lifetime);
        _configuration.RequestRefresh();
        _before = () => throw new HttpRequestException("down");
        (await _configuration.GetConfigurationAsync(default)).Should().BeSameAs(first);
        _before = () => Task.CompletedTask;
        (await _configuration.GetConfigurationAsync(default)).Should().BeSameAs(first);
        await FetchesThatNobodyWaitsForAsync();
        _fetched.Should().HaveCount(3, "one has failed");

        _time.Advance(TenantConfiguration.ShortestRefresh);
        (await AnotherThanAsync(first)).Should().NotBeNull();
    }

    [Fact]
    public async Task Where_newer_keys_cannot_be_had_the_older_ones_serve()
    {
        var first = await _configuration.GetConfigurationAsync(default);
        _time.Advance(TenantConfiguration.ShortestRefresh);
        _configuration.RequestRefresh();
        _before = () => throw new HttpRequestException("down");
        (await _configuration.GetConfigurationAsync(default)).Should().BeSameAs(first);
    }

    [Fact]
    public async Task Who_gives_up_gets_no_older_document_either()
    {
        await _configuration.GetConfigurationAsync(default);
        _time.Advance(TenantConfiguration.ShortestRefresh);
        _configuration.RequestRefresh();
        var gate = new TaskCompletionSource();
        _before = () => gate.Task;
        using var cancel = new CancellationTokenSource();
        var call = _configuration.GetConfigurationAsync(cancel.Token);
        await cancel.CancelAsync();
        await this.Awaiting(_ => call).Should().ThrowAsync<OperationCanceledException>();
        gate.SetResult();
    }

    /// <summary>Codes, tokens and credentials go there.</summary>
    [Theory]
    [InlineData("http://t/authorize")]
    [InlineData("http://localhost/authorize")]
    [InlineData("/authorize")]
    [InlineData("")]
    public async Task A_document_that_leads_elsewhere_than_to_https_is_refused(string authorize)
    {
        _authorize = authorize;
        var get = () => _configuration.GetConfigurationAsync(default);
        (await get.Should().ThrowAsync<InvalidOperationException>()).WithMessage("*not on https*");
    }

    [Theory]
    [InlineData("end_session_endpoint")]
    [InlineData("pushed_authorization_request_endpoint")]
    [InlineData("revocation_endpoint")]
    [InlineData("userinfo_endpoint")]
    public async Task Neither_may_any_other_address_lead_elsewhere(string endpoint)
    {
        _authorize = $"https://t/authorize\",\"{endpoint}\":\"http://t/x";
        var get = () => _configuration.GetConfigurationAsync(default);
        (await get.Should().ThrowAsync<InvalidOperationException>()).WithMessage("*not on https*");
    }

    [Theory]
    [InlineData("""{"token_endpoint":"http://t/x"}""", false)]
    [InlineData("""{"token_endpoint":7}""", true)]
    [InlineData("""{"token_endpoint":"https://t/x"}""", true)]
    [InlineData("\"https://t/x\"", true)]
    [InlineData("7", true)]
    [InlineData("null", true)]
    public async Task The_addresses_for_certificates_are_no_exception(string aliases, bool accepted)
    {
        _authorize = $"https://t/authorize\",\"mtls_endpoint_aliases\":{aliases},\"x\":\"";
        var get = () => _configuration.GetConfigurationAsync(default);
        if (accepted)
        {
            (await get()).Should().NotBeNull();
        }
        else
        {
            (await get.Should().ThrowAsync<InvalidOperationException>()).WithMessage("*not on https*");
        }
    }

    [Fact]
    public async Task Newer_keys_are_fetched_on_demand_but_not_more_often_than_twice_a_minute()
    {
        var first = await _configuration.GetConfigurationAsync(default);
        _configuration.RequestRefresh();
        (await _configuration.GetConfigurationAsync(default)).Should().BeSameAs(first);
        _time.Advance(TenantConfiguration.ShortestRefresh);
        (await _configuration.GetConfigurationAsync(default)).Should().BeSameAs(first, "nobody asks any more");
        _configuration.RequestRefresh();
        var second = await _configuration.GetConfigurationAsync(default);
        second.Should().NotBeSameAs(first);
        (await _configuration.GetConfigurationAsync(default)).Should().BeSameAs(second);
    }

    /// <summary>OpenID Connect Discovery 1.0, section 4.3.</summary>
    [Theory]
    [InlineData("https://tenant.example.com", true)]
    [InlineData("https://tenant.example.com/", true)]
    [InlineData("https://TENANT.example.com/", false)]
    [InlineData("https://evil.example.com/", false)]
    public async Task A_document_of_another_issuer_is_refused(string issuer, bool accepted)
    {
        _issuer = issuer;
        var get = () => _configuration.GetConfigurationAsync(default);
        if (accepted)
        {
            (await get()).Issuer.Should().Be(issuer);
        }
        else
        {
            (await get.Should().ThrowAsync<InvalidOperationException>()).WithMessage("*tenant.example.com*another issuer*");
        }
    }

    [Theory]
    [InlineData("http://tenant.example.com/x", "https://tenant.example.com", false)]
    [InlineData("http://tenant.example.com/x", "http://localhost", false)]
    [InlineData("http://localhost:7/x", "https://tenant.example.com", false)]
    [InlineData("http://localhost:7/x", "http://localhost:7", true)]
    [InlineData("http://127.0.0.1/x", "http://127.0.0.1", true)]
    [InlineData("https://tenant.example.com/x", "https://tenant.example.com", true)]
    public async Task Documents_come_over_https_or_from_this_machine_to_this_machine(string address, string tenant, bool fetched)
    {
        using var wire = new RecordedCalls();
        wire.Answer = _ => Task.FromResult(TokenDesk.Json("""{"x":"é"}"""));
        using var http = new HttpClient(wire);
        var retriever = new TenantDocumentRetriever(
            new BackchannelClient(null!, _time), new TenantChannel(http, TimeSpan.FromSeconds(30), SendTelemetry: true), new Uri(tenant));
        if (fetched)
        {
            (await retriever.GetDocumentAsync(address, default)).Should().Be("""{"x":"é"}""");
            wire.Calls.Should().ContainSingle().Which.Method.Should().Be(HttpMethod.Get);
        }
        else
        {
            (await retriever.Awaiting(it => it.GetDocumentAsync(address, default))
                .Should().ThrowAsync<InvalidOperationException>()).WithMessage("*not on https*");
            wire.Calls.Should().BeEmpty();
        }
    }

    [Fact]
    public async Task A_document_that_is_refused_says_its_status()
    {
        using var wire = new RecordedCalls();
        wire.Answer = _ => Task.FromResult(TokenDesk.Json("s3cr3t", HttpStatusCode.NotFound));
        using var http = new HttpClient(wire);
        var retriever = new TenantDocumentRetriever(
            new BackchannelClient(null!, _time), new TenantChannel(http, TimeSpan.FromSeconds(30), SendTelemetry: true), new Uri("https://t"));
        var thrown = await retriever.Awaiting(it => it.GetDocumentAsync("https://t/x", default))
            .Should().ThrowAsync<HttpRequestException>();
        thrown.Which.StatusCode.Should().Be(HttpStatusCode.NotFound);
        thrown.Which.Message.Should().Contain("https://t/x answered 404").And.NotContain("s3cr3t");
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("s3cr3t")]
    [InlineData("""{"x":1,"x":2}""")]
    public async Task A_document_that_readers_read_in_two_ways_is_none_and_its_words_are_not_repeated(string body)
    {
        using var wire = new RecordedCalls();
        wire.Answer = _ => Task.FromResult(TokenDesk.Json(body));
        using var http = new HttpClient(wire);
        var retriever = new TenantDocumentRetriever(
            new BackchannelClient(null!, _time), new TenantChannel(http, TimeSpan.FromSeconds(30), SendTelemetry: true), new Uri("https://t"));
        (await retriever.Awaiting(it => it.GetDocumentAsync("https://t/x", default)).Should().ThrowAsync<InvalidOperationException>())
            .Which.Message.Should().Contain("https://t/x could not be read").And.NotContain("s3cr3t");
    }

    /// <summary>Gives way to any that has begun; there is none to wait for where none is due.</summary>
    private static async Task FetchesThatNobodyWaitsForAsync()
    {
        for (var i = 0; i < 20; i++)
        {
            await Task.Factory.StartNew(
                () => { }, CancellationToken.None, TaskCreationOptions.PreferFairness, TaskScheduler.Default);
        }
    }

    /// <summary>Asks until the fetch that nobody waits for has ended.</summary>
    private async Task<OpenIdConnectConfiguration> AnotherThanAsync(OpenIdConnectConfiguration older, TimeSpan step = default)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            limit.Token.ThrowIfCancellationRequested();
            _time.Advance(step);
            if (await _configuration.GetConfigurationAsync(default) is var current && current != older)
            {
                return current;
            }

            await Task.Yield();
        }
    }
}
