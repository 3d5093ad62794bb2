using System.IdentityModel.Tokens.Jwt;
using System.Security.Cryptography;
using Auth0.AspNetCore.Mrrt.Jwt;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Moq;

namespace Auth0.AspNetCore.Mrrt.Tests.Jwt;

/// <summary>conformance.md, "ID-token validation": each fault fails with its own check.</summary>
public sealed class IdTokenVerifierTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly RSA _rsa = TestKeys.Rsa;
    private readonly RSA _newRsa = TestKeys.OtherRsa;
    private readonly List<SecurityKey> _published = [];
    private readonly Mock<IConfigurationManager<OpenIdConnectConfiguration>> _tenant = new();
    private readonly GivenTenant _options;
    private readonly IdTokenVerifier _verifier;

    public IdTokenVerifierTests()
    {
        _published.Add(Key(_rsa, "old"));
        _tenant.Setup(tenant => tenant.GetConfigurationAsync(It.IsAny<CancellationToken>())).ReturnsAsync(Published);
        _options = new GivenTenant { ClientId = "app", ConfigurationManager = _tenant.Object };
        _verifier = new IdTokenVerifier(_time);
    }

    private DateTimeOffset Now => _time.GetUtcNow();

    [Fact]
    public async Task A_good_id_token_passes()
    {
        (await CheckAsync(Token())).Should().BeNull();
        _tenant.Verify(tenant => tenant.RequestRefresh(), Times.Never);
    }

    [Theory]
    [InlineData("iss", "https://evil.example.com/", nameof(SecurityTokenInvalidIssuerException))]
    [InlineData("iss", "https://tenant.example.com", nameof(SecurityTokenInvalidIssuerException))]
    [InlineData("iss", null, nameof(SecurityTokenInvalidIssuerException))]
    [InlineData("aud", "another", nameof(SecurityTokenInvalidAudienceException))]
    [InlineData("aud", null, nameof(SecurityTokenInvalidAudienceException))]
    [InlineData("aud", "app/", nameof(SecurityTokenInvalidAudienceException))]
    [InlineData("exp", null, nameof(SecurityTokenInvalidLifetimeException))]
    public async Task A_wrong_claim_is_named_by_the_check_that_found_it(string claim, string? value, string check) =>
        (await CheckAsync(Token(claims => claims[claim] = value))).Should().Be(check);

    [Theory]
    [InlineData(-60, true)]
    [InlineData(-61, false)]
    public async Task A_minute_of_clock_difference_is_allowed_at_the_end(int seconds, bool accepted) =>
        (await CheckAsync(Token(claims => claims["exp"] = Now.AddSeconds(seconds).ToUnixTimeSeconds())) is null)
            .Should().Be(accepted);

    [Theory]
    [InlineData(60, true)]
    [InlineData(61, false)]
    public async Task A_minute_of_clock_difference_is_allowed_at_the_beginning(int seconds, bool accepted) =>
        (await CheckAsync(Token(claims => claims["nbf"] = Now.AddSeconds(seconds).ToUnixTimeSeconds())) is null)
            .Should().Be(accepted);

    [Fact]
    public async Task A_signature_of_somebody_else_is_refused()
    {
        (await CheckAsync(Token(key: Key(_newRsa, "old")))).Should().StartWith("SecurityTokenInvalidSignature");
        (await CheckAsync(Token()[..^4] + "AAAA")).Should().StartWith("SecurityTokenInvalidSignature");
    }

    [Theory]
    [InlineData("", "not readable")]
    [InlineData("opaque", "not readable")]
    [InlineData("e30.e30.", "alg")]
    public async Task What_is_no_signed_token_is_refused(string token, string check) => (await CheckAsync(token)).Should().Be(check);

    [Fact]
    public async Task A_token_from_the_future_says_how_far_this_servers_clock_is_behind() =>
        (await CheckAsync(Token(claims => claims["nbf"] = Now.AddSeconds(61).ToUnixTimeSeconds())))
            .Should().Be("nbf: this server's clock is behind by 61 s");

    [Fact]
    public async Task The_applications_own_validator_may_be_stricter()
    {
        var expected = _options.Get("Auth0").IdTokens;
        var token = JwtSecurityTokenConverter.Convert(
            await _verifier.ValidateAsync(expected, Token(claims => claims["nonce"] = "n"), default));
        _verifier.RequireAnswer(expected, token, "at", "n", new OpenIdConnectProtocolValidator { RequireTimeStampInNonce = false });
        var strict = new OpenIdConnectProtocolValidator { RequireTimeStampInNonce = false, RequireAcr = true };
        _verifier.Invoking(it => it.RequireAnswer(expected, token, "at", "n", strict))
            .Should().Throw<OpenIdConnectProtocolException>().WithMessage("*acr*");
    }

    [Fact]
    public async Task An_algorithm_that_needs_no_private_key_is_refused()
    {
        var secret = new SymmetricSecurityKey(new byte[32]) { KeyId = "old" };
        _published.Add(secret);
        (await CheckAsync(Token(key: secret, algorithm: SecurityAlgorithms.HmacSha256))).Should().NotBeNull();
        (await CheckAsync(Token(algorithm: SecurityAlgorithms.RsaSha512))).Should().NotBeNull();
        (await CheckAsync(Token(algorithm: SecurityAlgorithms.RsaSsaPssSha256))).Should().BeNull();
    }

    /// <summary>The tenant rotated its keys.</summary>
    [Fact]
    public async Task A_key_that_nobody_has_seen_is_looked_for_once()
    {
        _tenant.Setup(tenant => tenant.RequestRefresh()).Callback(() => _published.Add(Key(_newRsa, "new")));
        (await CheckAsync(Token(key: Key(_newRsa, "new")))).Should().BeNull();
        _tenant.Verify(tenant => tenant.RequestRefresh(), Times.Once);
        var unknown = TestKeys.UnknownRsa;
        (await CheckAsync(Token(key: Key(unknown, "unknown")))).Should().Be(nameof(SecurityTokenSignatureKeyNotFoundException));
        _tenant.Verify(tenant => tenant.RequestRefresh(), Times.Exactly(2));
    }

    /// <summary>Not checked is not accepted.</summary>
    [Fact]
    public async Task Without_the_tenant_s_keys_nothing_is_accepted()
    {
        foreach (var outage in (Exception[])[new HttpRequestException("down"), new NotImplementedException()])
        {
            _tenant.Setup(tenant => tenant.GetConfigurationAsync(It.IsAny<CancellationToken>())).ThrowsAsync(outage);
            (await CheckAsync(Token())).Should().Be(outage.GetType().Name);
        }
    }

    [Fact]
    public async Task A_login_s_id_token_must_answer_its_nonce()
    {
        var idToken = Token(claims => claims["nonce"] = "n");
        (await ValidateAsync(idToken, "n")).Subject.Should().Be("alice");
        await this.Awaiting(_ => ValidateAsync(idToken, "other")).Should().ThrowAsync<OpenIdConnectProtocolInvalidNonceException>();
        await this.Awaiting(_ => ValidateAsync(Token(), "n")).Should().ThrowAsync<OpenIdConnectProtocolInvalidNonceException>();
    }

    [Theory]
    [InlineData("sub")]
    [InlineData("iat")]
    public async Task A_login_s_id_token_has_what_the_specification_wants(string claim) =>
        await this.Awaiting(_ => ValidateAsync(
                Token(claims =>
                {
                    claims["nonce"] = "n";
                    claims[claim] = null;
                }),
                "n"))
            .Should().ThrowAsync<SecurityTokenValidationException>().WithMessage($"*{claim}*");

    /// <summary>Another access token than the one the ID token was issued with.</summary>
    [Fact]
    public async Task A_login_s_id_token_vouches_for_its_access_token()
    {
        var hash = Base64UrlEncoder.Encode(SHA256.HashData("at"u8).AsSpan(0, 16).ToArray());
        var idToken = Token(claims =>
        {
            claims["nonce"] = "n";
            claims["at_hash"] = hash;
        });
        (await ValidateAsync(idToken, "n")).Should().NotBeNull();
        await this.Awaiting(_ => ValidateAsync(idToken, "n", "another"))
            .Should().ThrowAsync<OpenIdConnectProtocolInvalidAtHashException>();
    }

    [Fact]
    public async Task A_login_s_id_token_that_fails_a_check_is_refused_with_that_check() =>
        await this.Awaiting(_ => ValidateAsync(Token(claims => claims["aud"] = "another"), "n"))
            .Should().ThrowAsync<SecurityTokenInvalidAudienceException>();

    private OpenIdConnectConfiguration Published()
    {
        var configuration = new OpenIdConnectConfiguration { Issuer = "https://tenant.example.com/" };
        _published.ForEach(configuration.SigningKeys.Add);
        return configuration;
    }

    private static RsaSecurityKey Key(RSA rsa, string id) => new(rsa) { KeyId = id };

    private Task<string?> CheckAsync(string idToken) => _verifier.CheckRefreshedAsync(_options.Get("Auth0").IdTokens, idToken, default);

    private async Task<JsonWebToken> ValidateAsync(string idToken, string? nonce, string accessToken = "at")
    {
        var token = await _verifier.ValidateAsync(_options.Get("Auth0").IdTokens, idToken, default);
        _verifier.RequireAnswer(_options.Get("Auth0").IdTokens, JwtSecurityTokenConverter.Convert(token), accessToken, nonce);
        return token;
    }

    private string Token(
        Action<Dictionary<string, object?>>? change = null, SecurityKey? key = null, string algorithm = SecurityAlgorithms.RsaSha256)
    {
        var claims = new Dictionary<string, object?>
        {
            ["iss"] = "https://tenant.example.com/",
            ["sub"] = "alice",
            ["aud"] = "app",
            ["iat"] = Now.ToUnixTimeSeconds(),
            ["exp"] = Now.AddHours(1).ToUnixTimeSeconds(),
        };
        change?.Invoke(claims);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Claims = claims.Where(claim => claim.Value is not null).ToDictionary(claim => claim.Key, claim => claim.Value!),
            SigningCredentials = new SigningCredentials(key ?? _published[0], algorithm),
        });
    }
}
