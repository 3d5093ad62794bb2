using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Auth0.AspNetCore.Mrrt.EndToEnd.Support;
using SampleApi = Quickstart.SampleApi;
using SampleApis = Quickstart.SampleApis;

namespace Auth0.AspNetCore.Mrrt.EndToEnd;

/// <summary>What the sample's APIs accept and refuse. Their code is there to be copied.</summary>
public sealed class QuickstartApiTests : IAsyncLifetime, IDisposable
{
    private const string Orders = "https://orders.example.com";

    // Far from the machine's time: an API that asked another clock than the sample's would refuse every token.
    private static readonly DateTimeOffset Now = new(2040, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly HttpClient _http = new();
    private TokenIssuer? _issuer;
    private SampleApis? _apis;

    private TokenIssuer Issuer => _issuer ?? throw new InvalidOperationException("The issuer was not started.");

    public async Task InitializeAsync()
    {
        _issuer = await TokenIssuer.StartAsync();
        _apis = await SampleApis.StartAsync(_issuer.Issuer, SampleApi.Defaults, new StoppedClock());
        _http.BaseAddress = _apis.Address;
    }

    public async Task DisposeAsync()
    {
        await _apis!.DisposeAsync();
        await Issuer.DisposeAsync();
    }

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task An_API_answers_with_the_claims_of_a_valid_token()
    {
        using var answer = await CallAsync("orders", Issuer.Sign(Claims()));

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        var claims = await answer.Content.ReadFromJsonAsync<JsonElement>();
        claims.GetProperty("audiences")[0].GetString().Should().Be(Orders);
        claims.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString())
            .Should().Equal("openid", "read:orders");
        claims.GetProperty("subject").GetString().Should().Be("auth0|alice");
    }

    [Fact]
    public async Task Each_API_accepts_its_own_audience_alone()
    {
        foreach (var api in SampleApi.Defaults)
        {
            foreach (var audience in SampleApi.Defaults.Select(other => other.Audience))
            {
                using var answer = await CallAsync(
                    api.Name, Issuer.Sign(Claims(("aud", audience), ("scope", "read:orders read:inventory read:admin"))));

                answer.StatusCode.Should().Be(
                    audience == api.Audience ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, $"{api.Name}, {audience}");
            }
        }
    }

    [Theory]
    [InlineData("iss", "https://another.example.com/")]
    [InlineData("iss", null)]
    [InlineData("aud", "https://orders.example.com/")]
    [InlineData("aud", null)]
    [InlineData("exp", 0)]
    [InlineData("exp", null)]
    [InlineData("nbf", 1)]
    public async Task An_API_refuses_a_token_with_a_wrong_claim(string name, object? value)
    {
        // A time is in seconds from the sample's time.
        var claim = value is int seconds ? Now.AddSeconds(seconds).ToUnixTimeSeconds() : value;

        using var answer = await CallAsync("orders", Issuer.Sign(Claims((name, claim))));

        ShouldRefuse(answer, HttpStatusCode.Unauthorized, "invalid_token");
    }

    [Fact]
    public async Task An_API_refuses_a_token_that_is_signed_with_an_unknown_key_or_not_at_all()
    {
        foreach (var token in (string[])[TokenIssuer.SignWithAnotherKey(Claims()), TokenIssuer.LeaveUnsigned(Claims())])
        {
            using var answer = await CallAsync("orders", token);

            ShouldRefuse(answer, HttpStatusCode.Unauthorized, "invalid_token");
        }
    }

    [Theory]
    [InlineData("read:inventory")]
    [InlineData("read:orders:all")]
    [InlineData("")]
    [InlineData(null)]
    public async Task An_API_refuses_a_token_without_its_scope_and_names_the_scope(string? scope)
    {
        using var answer = await CallAsync("orders", Issuer.Sign(Claims(("scope", scope))));

        ShouldRefuse(answer, HttpStatusCode.Forbidden, "insufficient_scope");
        answer.Headers.WwwAuthenticate.ToString().Should().Contain("scope=\"read:orders\"");
    }

    [Fact]
    public async Task An_API_asks_for_a_bearer_token_when_there_is_none()
    {
        using var answer = await _http.GetAsync("orders");

        answer.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        answer.Headers.WwwAuthenticate.ToString().Should().Be("Bearer");
    }

    private static void ShouldRefuse(HttpResponseMessage answer, HttpStatusCode status, string error)
    {
        answer.StatusCode.Should().Be(status);
        answer.Headers.WwwAuthenticate.ToString().Should().StartWith($"Bearer error=\"{error}\"");
    }

    private Task<HttpResponseMessage> CallAsync(string api, string token)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, api);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return _http.SendAsync(request);
    }

    /// <summary>The claims of a good token, with changes. A change to null leaves the claim out.</summary>
    private Dictionary<string, object?> Claims(params (string Name, object? Value)[] changes)
    {
        Dictionary<string, object?> claims = new()
        {
            ["iss"] = Issuer.Issuer,
            ["sub"] = "auth0|alice",
            ["aud"] = (string[])[Orders, $"{Issuer.Issuer}userinfo"],
            ["scope"] = "openid read:orders",
            ["iat"] = Now.ToUnixTimeSeconds(),
            ["exp"] = Now.AddSeconds(1).ToUnixTimeSeconds(),
        };
        foreach (var (name, value) in changes)
        {
            claims[name] = value;
        }

        return claims.Where(claim => claim.Value is not null).ToDictionary();
    }

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
