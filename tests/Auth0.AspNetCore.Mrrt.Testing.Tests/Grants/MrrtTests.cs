using Auth0.AspNetCore.Mrrt.Testing.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.Testing.Tests.Grants;

/// <summary>The evaluation rules of Auth0's page on Multi-Resource Refresh Tokens.</summary>
public sealed class MrrtTests : TenantTest
{
    private const string Management = "https://tenant.auth0.test/api/v2/";
    private const string Oidc = "openid profile email offline_access";

    protected override void Configure(Auth0TenantOptions options)
    {
        options.Apis.Add(new TenantApi { Identifier = App.Orders, Scopes = ["read:orders", "write:orders", "read:shared"] });
        options.Apis.Add(new TenantApi { Identifier = App.Inventory, Scopes = ["read:inventory", "write:inventory", "read:shared"] });
        options.Apis.Add(new TenantApi { Identifier = App.Admin, Scopes = ["read:admin"] });
        options.Apis.Add(new TenantApi { Identifier = Management, Scopes = ["read:users"] });
        options.Clients.Add(new TenantClient
        {
            ClientId = "app",
            ClientSecret = "secret",
            Callbacks = [App.Callback],
            Policies =
            [
                new RefreshTokenPolicy { Audience = App.Orders, Scopes = ["read:orders", "write:orders"] },
                new RefreshTokenPolicy { Audience = App.Inventory, Scopes = ["read:inventory", "read:nothing"] },
                new RefreshTokenPolicy { Audience = "https://unknown.example.com", Scopes = ["read:unknown"] },
            ],
        });
    }

    [Fact]
    public async Task No_audience_means_the_original_one_with_its_scopes_and_those_of_its_policy()
    {
        var refresh = await RefreshAsync(null, null);

        refresh.Audience.Should().Be(App.Orders);
        refresh.Scope.Should().Be($"{Oidc} read:orders write:orders");
        Tenant.Exchanges[^1].PolicyUsed.Should().Be("mrrt");
    }

    [Fact]
    public async Task An_audience_of_the_policy_gets_a_token_with_the_scopes_of_the_policy()
    {
        var refresh = await RefreshAsync(App.Inventory, null);

        refresh.Audience.Should().Be(App.Inventory);
        refresh.Scope.Should().Be($"{Oidc} read:inventory");
        refresh.RefreshToken.Should().NotBeNull("an exchange for another audience rotates the token too");
    }

    [Fact]
    public async Task A_policy_widens_what_the_login_was_granted()
    {
        var refresh = await RefreshAsync(App.Orders, "write:orders");

        refresh.Scope.Should().Be("write:orders");
    }

    [Fact]
    public async Task Widening_can_be_switched_off_as_the_API_reference_has_it()
    {
        Tenant.Behavior.PoliciesWidenOriginalAudience = false;
        var refresh = await RefreshAsync(App.Orders, "read:orders write:orders");

        refresh.Scope.Should().Be("read:orders");
    }

    [Fact]
    public async Task Unknown_and_disallowed_scopes_are_dropped_without_an_error()
    {
        var refresh = await RefreshAsync(App.Inventory, "openid read:inventory write:inventory read:nothing read:orders");

        refresh.Status.Should().Be(200);
        refresh.Scope.Should().Be("openid read:inventory");
    }

    [Fact]
    public async Task A_scope_of_the_login_does_not_follow_to_another_API_that_happens_to_have_one_of_that_name()
    {
        var signIn = await App.SignInAsync(("scope", "openid offline_access read:shared"));
        var refresh = await App.RefreshAsync(signIn.RefreshToken, App.Inventory);

        signIn.Scope.Should().Contain("read:shared");
        refresh.Scope.Should().Be("openid offline_access read:inventory");
    }

    [Fact]
    public async Task OIDC_scopes_that_the_login_was_not_granted_are_dropped_too()
    {
        var signIn = await App.SignInAsync(("scope", "openid offline_access read:orders"));
        var refresh = await App.RefreshAsync(signIn.RefreshToken, App.Inventory, "openid profile read:inventory");

        refresh.Scope.Should().Be("openid read:inventory");
    }

    [Fact]
    public async Task Online_access_is_not_echoed() =>
        (await RefreshAsync(null, "openid online_access read:orders")).Scope.Should().Be("openid read:orders");

    [Fact]
    public async Task An_audience_outside_the_policy_comes_back_as_a_token_for_the_original_one()
    {
        var refresh = await RefreshAsync(App.Admin, "openid read:admin read:orders");

        refresh.Status.Should().Be(200);
        refresh.Audience.Should().Be(App.Orders);
        refresh.Scope.Should().Be("openid read:orders");
        Tenant.Exchanges[^1].RequestedAudience.Should().Be(App.Admin);
        Tenant.Exchanges[^1].IssuedAudience.Should().Be(App.Orders);
    }

    [Fact]
    public async Task An_audience_outside_the_policy_can_be_refused_and_then_the_token_is_not_spent()
    {
        Tenant.Behavior.RefuseAudienceOutsidePolicy = true;
        var signIn = await SignInAsync();

        (await App.RefreshAsync(signIn.RefreshToken, App.Admin)).ShouldBeRefused(403, "access_denied");
        (await App.RefreshAsync(signIn.RefreshToken)).Status.Should().Be(200);
    }

    [Fact]
    public async Task A_policy_for_an_unknown_API_is_ignored() =>
        (await RefreshAsync("https://unknown.example.com", null)).Audience.Should().Be(App.Orders);

    [Fact]
    public async Task A_policy_for_an_API_whose_consent_cannot_be_skipped_is_ignored()
    {
        Tenant.Apis[1].SkipConsentForFirstParty = false;

        (await RefreshAsync(App.Inventory, null)).Audience.Should().Be(App.Orders);
    }

    [Fact]
    public async Task The_policies_of_a_third_party_client_are_ignored()
    {
        Tenant.Client.IsFirstParty = false;
        var refresh = await RefreshAsync(App.Inventory, null);

        refresh.Audience.Should().Be(App.Orders);
        refresh.Scope.Should().Be($"{Oidc} read:orders");
        Tenant.Exchanges[^1].PolicyUsed.Should().Be("refresh_token_user_grant");
    }

    [Fact]
    public async Task A_client_without_policies_can_only_reduce_what_it_was_granted()
    {
        Tenant.Client.Policies.Clear();

        (await RefreshAsync(null, null)).Scope.Should().Be($"{Oidc} read:orders");
        (await RefreshAsync(null, "read:orders write:orders")).Scope.Should().Be("read:orders");
        (await RefreshAsync(App.Inventory, null)).Audience.Should().Be(App.Orders);
    }

    [Fact]
    public async Task Two_policies_for_one_audience_add_up()
    {
        Tenant.Client.Policies.Add(new RefreshTokenPolicy { Audience = App.Inventory, Scopes = ["write:inventory"] });

        (await RefreshAsync(App.Inventory, "read:inventory write:inventory"))
            .Scope.Should().Be("read:inventory write:inventory");
    }

    [Fact]
    public async Task A_policy_is_cut_to_the_users_permissions_where_the_API_enforces_them()
    {
        Tenant.Apis[1].EnforcePermissions = true;

        (await RefreshAsync(App.Inventory, "openid read:inventory")).Scope.Should().Be("openid");
    }

    [Fact]
    public async Task The_Management_API_cannot_be_reached_through_a_policy()
    {
        Tenant.Client.Policies.Add(new RefreshTokenPolicy { Audience = Management, Scopes = ["read:users"] });

        (await RefreshAsync(Management, null)).Audience.Should().Be(App.Orders);
    }

    [Fact]
    public async Task An_ID_token_comes_along_when_openid_is_granted_and_only_then()
    {
        (await RefreshAsync(App.Inventory, "openid read:inventory")).IdToken.Subject.Should().Be("auth0|alice");
        (await RefreshAsync(App.Inventory, "read:inventory")).Json.ContainsKey("id_token").Should().BeFalse();
    }

    [Fact]
    public async Task A_scope_that_leaves_nothing_still_gives_a_token()
    {
        var refresh = await RefreshAsync(App.Inventory, "read:nothing");

        refresh.Status.Should().Be(200);
        refresh.Audience.Should().Be(App.Inventory);
        refresh.Json.ContainsKey("scope").Should().BeFalse();
    }

    [Fact]
    public async Task Each_API_has_its_own_token_lifetime()
    {
        Tenant.Apis[1].AccessTokenLifetime = TimeSpan.FromMinutes(5);

        (await RefreshAsync(App.Inventory, null)).Json["expires_in"]!.GetValue<int>().Should().Be(300);
        (await RefreshAsync(App.Orders, null)).Json["expires_in"]!.GetValue<int>().Should().Be(86400);
    }

    private Task<Reply> SignInAsync() => App.SignInAsync(("scope", $"{Oidc} read:orders"));

    private async Task<Reply> RefreshAsync(string? audience, string? scope) =>
        await App.RefreshAsync((await SignInAsync()).RefreshToken, audience, scope);
}
