using System.Net.Http.Headers;
using System.Text;
using Auth0.AspNetCore.Mrrt.Tenant;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Auth0.AspNetCore.Mrrt.Tests.Tenant;

/// <summary>RFC 6749, section 2.3.1; RFC 7523, section 3; conformance.md, official SDK 35 and 50.</summary>
public sealed class ClientCredentialsTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly GivenTenant _options = new()
    {
        Domain = "tenant.example.com",
        ClientId = "a b:c",
        ClientSecret = "é+/ %",
    };

    [Fact]
    public void A_secret_goes_into_the_form()
    {
        var (headers, form) = Apply();
        form.Should().Equal(new Dictionary<string, string> { ["client_id"] = "a b:c", ["client_secret"] = "é+/ %" });
        headers.Authorization.Should().BeNull();
    }

    [Fact]
    public void A_secret_in_the_header_is_form_encoded_first_and_nothing_is_in_the_form()
    {
        _options.ClientAuthentication = ClientAuthenticationMethod.ClientSecretBasic;
        var (headers, form) = Apply();
        form.Should().BeEmpty();
        headers.Authorization!.Scheme.Should().Be("Basic");
        Encoding.UTF8.GetString(Convert.FromBase64String(headers.Authorization.Parameter!))
            .Should().Be("a+b%3Ac:%C3%A9%2B%2F+%25");
    }

    [Fact]
    public async Task A_key_signs_an_assertion_of_its_own_for_each_call()
    {
        var rsa = TestKeys.Rsa;
        _options.ClientSecret = null;
        _options.ClientAssertionSecurityKey = new RsaSecurityKey(rsa);
        var (headers, form) = Apply();
        headers.Authorization.Should().BeNull();
        form.Keys.Should().BeEquivalentTo("client_id", "client_assertion_type", "client_assertion");
        form["client_id"].Should().Be("a b:c");
        form["client_assertion_type"].Should().Be("urn:ietf:params:oauth:client-assertion-type:jwt-bearer");

        var assertion = new JsonWebToken(form["client_assertion"]);
        assertion.Issuer.Should().Be("a b:c");
        assertion.Subject.Should().Be("a b:c");
        assertion.Audiences.Should().Equal("https://tenant.example.com/");
        assertion.IssuedAt.Should().Be(_time.GetUtcNow().UtcDateTime);
        assertion.ValidTo.Should().Be(_time.GetUtcNow().AddMinutes(1).UtcDateTime);
        assertion.TryGetPayloadValue<long>("nbf", out _).Should().BeFalse();
        assertion.Alg.Should().Be("RS256");
        assertion.Id.Should().NotBeNullOrEmpty().And.NotBe(new JsonWebToken(Apply().Form["client_assertion"]).Id);
        (await new JsonWebTokenHandler().ValidateTokenAsync(form["client_assertion"], new TokenValidationParameters
        {
            IssuerSigningKey = _options.ClientAssertionSecurityKey,
            ValidateAudience = false,
            ValidateIssuer = false,
            ValidateLifetime = false,
        })).IsValid.Should().BeTrue();
    }

    /// <summary>RFC 8705, section 2.</summary>
    [Fact]
    public void With_a_certificate_the_form_names_the_client_and_holds_no_secret()
    {
        _options.ClientAuthentication = ClientAuthenticationMethod.TlsClientAuth;
        var (headers, form) = Apply();
        form.Should().Equal(new Dictionary<string, string> { ["client_id"] = "a b:c" });
        headers.Authorization.Should().BeNull();
    }

    /// <summary>A second slash locked every application with a key out of the official SDK for two months (its #236).</summary>
    [Theory]
    [InlineData("tenant.example.com")]
    [InlineData("tenant.example.com/")]
    [InlineData("https://tenant.example.com")]
    [InlineData("https://tenant.example.com/")]
    public void An_assertion_is_for_the_tenant_s_issuer_with_one_slash_however_its_domain_is_written(string domain)
    {
        var rsa = TestKeys.Rsa;
        (_options.Domain, _options.ClientSecret) = (domain, null);
        _options.ClientAssertionSecurityKey = new RsaSecurityKey(rsa);
        new JsonWebToken(Apply().Form["client_assertion"]).Audiences.Should().Equal("https://tenant.example.com/");
    }

    [Theory]
    [InlineData("client_id", true)]
    [InlineData("client_secret", true)]
    [InlineData("client_assertion", true)]
    [InlineData("client_assertion_type", true)]
    [InlineData("client_name", false)]
    [InlineData("Client_Id", false)]
    [InlineData("", false)]
    public void What_is_the_credentials_to_say_is_nobody_elses(string parameter, bool owned) =>
        ClientCredentials.Owns(parameter).Should().Be(owned);

    /// <summary>The validator does not let it come to this; an empty one is refused by the tenant.</summary>
    [Fact]
    public void Without_a_secret_an_empty_one_is_sent()
    {
        _options.ClientSecret = null;
        Apply().Form["client_secret"].Should().BeEmpty();
        _options.ClientAuthentication = ClientAuthenticationMethod.ClientSecretBasic;
        Encoding.UTF8.GetString(Convert.FromBase64String(Apply().Headers.Authorization!.Parameter!)).Should().Be("a+b%3Ac:");
    }

    private (HttpRequestHeaders Headers, Dictionary<string, string> Form) Apply()
    {
        using var request = new HttpRequestMessage();
        List<KeyValuePair<string, string>> form = [];
        new ClientCredentials(_time).Apply(_options, ((TenantSettings)_options).Credentials[0], request.Headers, form);
        return (request.Headers, new Dictionary<string, string>(form));
    }
}
