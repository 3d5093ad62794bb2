using System.Text.Json.Nodes;
using Auth0.AspNetCore.Mrrt.Testing.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.Testing.Tests.Token;

public sealed class TokenResponseTests : TenantTest
{
    [Fact]
    public async Task A_sign_in_answers_with_the_members_Auth0_has()
    {
        var signIn = await App.SignInAsync();

        signIn.Json.Select(member => member.Key).Should().BeEquivalentTo(
            "access_token", "refresh_token", "id_token", "scope", "expires_in", "token_type");
        signIn["token_type"].Should().Be("Bearer");
        signIn.Json["expires_in"]!.GetValue<int>().Should().Be(86400);
        signIn.Scope.Should().Be("openid profile email offline_access read:orders");
    }

    [Fact]
    public async Task The_answer_must_not_be_stored()
    {
        using var response = await App.Http.PostAsync("/oauth/token", null);

        response.Headers.CacheControl!.NoStore.Should().BeTrue();
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/json");
    }

    [Fact]
    public async Task The_access_token_has_the_shape_of_Auth0s_profile()
    {
        var token = (await App.SignInAsync()).AccessToken;

        token.Alg.Should().Be("RS256");
        token.Typ.Should().Be("JWT");
        token.Issuer.Should().Be(Tenant.Issuer);
        token.Subject.Should().Be("auth0|alice");
        token.Audiences.Should().Equal(App.Orders, "https://tenant.auth0.test/userinfo");
        token.GetClaim("azp").Value.Should().Be(Tenant.Client.ClientId);
        token.GetClaim("scope").Value.Should().Be("openid profile email offline_access read:orders");
        (token.ValidTo - token.IssuedAt).Should().Be(TimeSpan.FromHours(24));
    }

    [Fact]
    public async Task Without_openid_there_is_no_ID_token_and_one_audience()
    {
        var signIn = await App.SignInAsync(("scope", "read:orders"));

        signIn.AccessToken.Audiences.Should().Equal(App.Orders);
        signIn.Json.ContainsKey("id_token").Should().BeFalse();
        signIn.Json.ContainsKey("refresh_token").Should().BeFalse();
    }

    [Fact]
    public async Task A_sign_in_that_asks_for_no_scope_is_answered_without_one()
    {
        var signIn = await App.SignInAsync(("scope", null));

        signIn.Json.ContainsKey("scope").Should().BeFalse();
        signIn.AccessToken.TryGetClaim("scope", out _).Should().BeFalse();
    }

    [Fact]
    public async Task Without_an_audience_the_access_token_is_opaque()
    {
        var signIn = await App.SignInAsync(("audience", null));

        signIn["access_token"].Should().NotContain(".");
        Tenant.Exchanges[^1].IssuedAudience.Should().Be("https://tenant.auth0.test/userinfo");
    }

    [Fact]
    public async Task A_default_audience_stands_in_for_a_missing_one()
    {
        Tenant.Client.DefaultAudience = App.Inventory;

        (await App.SignInAsync(("audience", null))).Audience.Should().Be(App.Inventory);
    }

    [Fact]
    public async Task The_ID_token_has_the_claims_of_the_granted_scopes()
    {
        var full = (await App.SignInAsync()).IdToken;
        var bare = (await App.SignInAsync(("scope", "openid"))).IdToken;

        full.Audiences.Should().Equal(Tenant.Client.ClientId);
        full.GetClaim("name").Value.Should().Be("Alice Archer");
        full.GetClaim("email").Value.Should().Be("alice@example.com");
        (full.ValidTo - full.IssuedAt).Should().Be(TimeSpan.FromHours(10));
        bare.TryGetClaim("name", out _).Should().BeFalse();
        bare.TryGetClaim("email", out _).Should().BeFalse();
        bare.TryGetClaim("sid", out _).Should().BeTrue();
    }

    [Fact]
    public async Task An_Actions_claims_are_added_and_win()
    {
        Tenant.Users[0].IdTokenClaims["session_expiry"] = 1234567890;
        Tenant.Users[0].IdTokenClaims["nonce"] = "tampered";
        Tenant.Users[0].IdTokenClaims["sid"] = null;
        Tenant.Users[0].AccessTokenClaims["https://example.com/roles"] = new JsonArray("admin");
        var signIn = await App.SignInAsync();

        signIn.IdToken.GetClaim("session_expiry").Value.Should().Be("1234567890");
        signIn.IdToken.GetClaim("nonce").Value.Should().Be("tampered");
        signIn.IdToken.TryGetClaim("sid", out _).Should().BeFalse("null takes a claim away");
        signIn.AccessToken.GetClaim("https://example.com/roles").Value.Should().Be("admin");
    }

    [Fact]
    public async Task Scope_ID_token_and_expiry_can_be_left_out()
    {
        Tenant.Behavior.OmitScope = true;
        Tenant.Behavior.OmitIdToken = true;
        Tenant.Behavior.OmitExpiresIn = true;
        var signIn = await App.SignInAsync();

        signIn.Json.Select(member => member.Key).Should().BeEquivalentTo("access_token", "refresh_token", "token_type");
        Tenant.Exchanges[^1].IssuedScope.Should().Contain("read:orders");
    }

    [Fact]
    public async Task The_ID_token_can_be_left_out_on_refresh_only()
    {
        Tenant.Behavior.OmitIdTokenOnRefresh = true;
        var signIn = await App.SignInAsync();
        var refresh = await App.RefreshAsync(signIn.RefreshToken);

        signIn.Json.ContainsKey("id_token").Should().BeTrue();
        refresh.Json.ContainsKey("id_token").Should().BeFalse();
    }

    [Fact]
    public async Task Unknown_members_can_be_added()
    {
        Tenant.Behavior.AddUnknownMembers = true;

        (await App.SignInAsync()).Json.Should().HaveCount(8);
    }

    [Fact]
    public async Task Access_tokens_can_be_opaque()
    {
        Tenant.Behavior.OpaqueAccessTokens = true;

        (await App.SignInAsync())["access_token"].Should().NotContain(".");
    }

    [Fact]
    public async Task Permissions_are_added_and_enforced_where_the_API_says_so()
    {
        Tenant.Apis[0].AddPermissions = true;
        Tenant.Apis[0].EnforcePermissions = true;
        Tenant.Users[0].Permissions[App.Orders] = ["read:orders"];
        var signIn = await App.SignInAsync(("scope", "openid read:orders write:orders"));

        signIn.Scope.Should().Be("openid read:orders");
        signIn.AccessToken.GetClaim("permissions").Value.Should().Be("read:orders");
    }

    [Fact]
    public async Task Two_exchanges_in_one_second_give_different_access_tokens()
    {
        var first = await App.SignInAsync();
        var second = await App.RefreshAsync(first.RefreshToken);

        second["access_token"].Should().NotBe(first["access_token"]);
    }
}
