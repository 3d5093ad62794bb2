using Auth0.AspNetCore.Mrrt.Tenant;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Tests.Tenant;

/// <summary>RFC 8705, section 5: a client with a certificate may have addresses of its own.</summary>
public sealed class TenantEndpointsTests
{
    private readonly GivenTenant _options = new();
    private readonly OpenIdConnectConfiguration _discovery = new()
    {
        TokenEndpoint = "https://t/token",
        RevocationEndpoint = "https://t/revoke",
        PushedAuthorizationRequestEndpoint = "https://t/par",
        UserInfoEndpoint = "https://t/userinfo",
        AdditionalData =
        {
            ["mtls_endpoint_aliases"] = """
                {"token_endpoint":"https://m/token","revocation_endpoint":"https://m/revoke",
                 "pushed_authorization_request_endpoint":"https://m/par","userinfo_endpoint":"https://m/userinfo"}
                """,
        },
    };

    [Theory]
    [InlineData(ClientAuthenticationMethod.TlsClientAuth, "https://m/")]
    [InlineData(ClientAuthenticationMethod.ClientSecretPost, "https://t/")]
    public void Each_address_is_the_one_for_certificates_where_there_is_one_and_else_the_usual(
        ClientAuthenticationMethod authentication, string host)
    {
        _options.ClientAuthentication = authentication;
        Addresses().Should().Equal(host + "token", host + "revoke", host + "par", host + "userinfo");
    }

    /// <summary>What is no JSON object names no address; IdentityModel gives some of it as it is.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("7")]
    [InlineData("""{"token_endpoint":""}""")]
    [InlineData("""{"token_endpoint":7}""")]
    [InlineData(7)]
    public void What_is_named_for_nobody_stays_where_it_is(object aliases)
    {
        _options.ClientAuthentication = ClientAuthenticationMethod.TlsClientAuth;
        _discovery.AdditionalData["mtls_endpoint_aliases"] = aliases;
        Addresses().Should().Equal("https://t/token", "https://t/revoke", "https://t/par", "https://t/userinfo");
    }

    [Fact]
    public void Without_a_token_endpoint_there_is_nothing_to_call()
    {
        var token = () => TenantEndpoints.Token(_options, new OpenIdConnectConfiguration());
        token.Should().Throw<InvalidOperationException>().WithMessage("*token endpoint*");
        TenantEndpoints.Revocation(_options, new OpenIdConnectConfiguration())
            .Should().Be("https://tenant.example.com/oauth/revoke", "Auth0 has it whether it says so or not");
    }

    private string?[] Addresses() =>
    [
        TenantEndpoints.Token(_options, _discovery).AbsoluteUri,
        TenantEndpoints.Revocation(_options, _discovery).AbsoluteUri,
        TenantEndpoints.PushedAuthorization(_options, _discovery)?.AbsoluteUri,
        TenantEndpoints.UserInfo(_options, _discovery)?.AbsoluteUri,
    ];
}
