using System.Net;
using Auth0.AspNetCore.Mrrt.Jwt;
using Auth0.AspNetCore.Mrrt.Tenant;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Tests.TokenEndpoint;

/// <summary>OpenID Connect Core 1.0, section 5.3: the claims of the user that the ID token names, or a word for the log.</summary>
public sealed class UserInfoClientTests : IDisposable
{
    private readonly RecordedCalls _wire = new();
    private readonly OpenIdConnectConfiguration _discovery = new() { UserInfoEndpoint = "https://tenant.example.com/userinfo" };
    private readonly GivenTenant _tenant;

    public UserInfoClientTests() => _tenant = new GivenTenant
    {
        Backchannel = new HttpClient(_wire),
        ConfigurationManager = new StaticConfigurationManager<OpenIdConnectConfiguration>(_discovery),
    };

    public void Dispose()
    {
        _tenant.Backchannel!.Dispose();
        _wire.Dispose();
    }

    [Fact]
    public async Task The_claims_are_asked_for_with_the_access_token()
    {
        _wire.Answer = _ => Task.FromResult(TokenDesk.Json("""{"sub":"alice","name":"Alice"}"""));
        var (claims, problem) = await GetAsync();
        (JwtJson.Text(claims!.Value, "name"), problem).Should().Be(("Alice", null));
        var call = _wire.Calls.Single();
        (call.Method, call.Address).Should().Be((HttpMethod.Get, "https://tenant.example.com/userinfo"));
        call.Headers["Authorization"].Should().Be("Bearer at");
        call.Headers["Accept"].Should().Be("application/json");
    }

    [Theory]
    [InlineData(200, """{"sub":"mallory"}""", "sub")]
    [InlineData(200, """{"sub":"Alice"}""", "sub")]
    [InlineData(200, "{}", "sub")]
    [InlineData(200, "<html>", "no clean JSON, or a member twice")]
    [InlineData(200, """{"sub":"alice","sub":"alice"}""", "no clean JSON, or a member twice")]
    [InlineData(401, """{"sub":"alice"}""", "status 401")]
    public async Task What_is_wrong_with_an_answer_is_a_word_for_the_log(int status, string body, string problem)
    {
        _wire.Answer = _ => Task.FromResult(TokenDesk.Json(body, (HttpStatusCode)status));
        (await GetAsync()).Should().Be((null, problem));
    }

    [Fact]
    public async Task Without_an_answer_or_an_endpoint_there_are_no_claims()
    {
        _wire.Answer = _ => throw new HttpRequestException("s3cr3t");
        (await GetAsync()).Should().Be((null, nameof(HttpRequestException)));
        _discovery.UserInfoEndpoint = null;
        (await GetAsync()).Should().Be((null, "the tenant announces no such endpoint"));
    }

    private Task<(System.Text.Json.JsonElement? Claims, string? Problem)> GetAsync() =>
        new UserInfoClient(new BackchannelClient(null!, new ManualTimeProvider())).GetAsync(_tenant, "at", "alice", default);
}
