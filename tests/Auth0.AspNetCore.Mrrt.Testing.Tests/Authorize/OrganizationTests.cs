using Auth0.AspNetCore.Mrrt.Testing.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.Testing.Tests.Authorize;

public sealed class OrganizationTests : TenantTest
{
    [Fact]
    public async Task An_organization_id_comes_back_in_both_tokens_and_after_a_refresh()
    {
        var signIn = await App.SignInAsync(("organization", "org_123"));
        var refresh = await App.RefreshAsync(signIn.RefreshToken);

        signIn.IdToken.GetClaim("org_id").Value.Should().Be("org_123");
        signIn.AccessToken.GetClaim("org_id").Value.Should().Be("org_123");
        signIn.IdToken.TryGetClaim("org_name", out _).Should().BeFalse();
        refresh.AccessToken.GetClaim("org_id").Value.Should().Be("org_123");
    }

    [Fact]
    public async Task A_name_needs_the_switch_and_then_comes_back_in_lower_case_beside_an_id()
    {
        var refused = App.Answer(await App.AuthorizeAsync(("organization", "Acme")));
        Tenant.Behavior.AllowOrganizationNames = true;
        var signIn = await App.SignInAsync(("organization", "Acme"));

        refused["error_description"].Should()
            .Be("authorization request parameter organization must be an organization id");
        signIn.IdToken.GetClaim("org_name").Value.Should().Be("acme");
        signIn.IdToken.GetClaim("org_id").Value.Should().StartWith("org_");
    }

    [Fact]
    public async Task A_client_can_require_one()
    {
        Tenant.Client.RequireOrganization = true;

        App.Answer(await App.AuthorizeAsync()).Should().Contain("error", "invalid_request")
            .And.Contain("error_description", "parameter organization is required for this client");
    }

    [Fact]
    public async Task A_user_who_is_no_member_is_refused()
    {
        Tenant.Users[0].Organizations.Add("org_home");

        App.Answer(await App.AuthorizeAsync(("organization", "org_123"))).Should().Contain("error", "access_denied")
            .And.Contain("error_description", "user auth0|alice is not part of the org_123 organization");
        App.Answer(await App.AuthorizeAsync(("organization", "org_home"))).Should().ContainKey("code");
    }
}
