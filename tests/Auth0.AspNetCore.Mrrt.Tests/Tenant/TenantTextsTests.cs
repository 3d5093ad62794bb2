using Auth0.AspNetCore.Mrrt.Tenant;
using Auth0.AspNetCore.Mrrt.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.Tests.Tenant;

/// <summary>What a log or a page shows of a tenant and its client: names, and no secret (G12).</summary>
public sealed class TenantTextsTests
{
    [Fact]
    public void A_tenant_shows_its_client_and_its_domain()
    {
        TenantSettings tenant = new GivenTenant { ClientId = "app", Domain = "t.example.com", ClientSecret = "hidden" };
        tenant.ToString().Should().Be("client app at t.example.com");
    }

    [Fact]
    public void A_credential_shows_its_kind_alone() =>
        ClientCredential.OfSecret("hidden").ToString().Should().Be("client credential");

    [Fact]
    public void A_busy_tenant_says_so() =>
        new TenantBusyException(TimeSpan.FromSeconds(3)).Message.Should().Be("The tenant takes no requests at the moment.");
}
