using Auth0.AspNetCore.Mrrt.Testing.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.Testing.Tests.Discovery;

public sealed class DiscoveryTests : TenantTest
{
    [Fact]
    public async Task The_issuer_ends_with_a_slash_and_the_endpoints_do_not()
    {
        var document = await App.GetJsonAsync("/.well-known/openid-configuration");

        document["issuer"]!.ToString().Should().Be("https://tenant.auth0.test/");
        document["authorization_endpoint"]!.ToString().Should().Be("https://tenant.auth0.test/authorize");
        document["token_endpoint"]!.ToString().Should().Be("https://tenant.auth0.test/oauth/token");
        document["jwks_uri"]!.ToString().Should().Be("https://tenant.auth0.test/.well-known/jwks.json");
        document["userinfo_endpoint"]!.ToString().Should().Be("https://tenant.auth0.test/userinfo");
        document["revocation_endpoint"]!.ToString().Should().Be("https://tenant.auth0.test/oauth/revoke");
    }

    [Fact]
    public async Task Both_names_give_the_same_document()
    {
        var one = await App.Http.GetStringAsync("/.well-known/openid-configuration");
        var other = await App.Http.GetStringAsync("/.well-known/oauth-authorization-server");

        one.Should().Be(other);
        Tenant.Counters.DiscoveryRequests.Should().Be(2);
    }

    [Fact]
    public async Task The_end_session_endpoint_can_be_left_out_as_older_tenants_do()
    {
        var with = await App.GetJsonAsync("/.well-known/openid-configuration");
        Tenant.Behavior.AdvertiseEndSessionEndpoint = false;
        var without = await App.GetJsonAsync("/.well-known/openid-configuration");

        with["end_session_endpoint"]!.ToString().Should().Be("https://tenant.auth0.test/oidc/logout");
        without.ContainsKey("end_session_endpoint").Should().BeFalse();
    }

    [Fact]
    public async Task Pushed_authorization_is_not_advertised()
    {
        var document = await App.GetJsonAsync("/.well-known/openid-configuration");

        document.ContainsKey("pushed_authorization_request_endpoint").Should().BeFalse();
    }

    [Theory]
    [InlineData("/nowhere", 404)]
    [InlineData("/oauth/token", 405)]
    public async Task Other_pages_and_methods_are_refused_with_a_page(string path, int status)
    {
        var response = await App.Http.GetAsync(path);

        ((int)response.StatusCode).Should().Be(status);
        (await response.Content.ReadAsStringAsync()).Should().Contain("</html>");
    }
}
