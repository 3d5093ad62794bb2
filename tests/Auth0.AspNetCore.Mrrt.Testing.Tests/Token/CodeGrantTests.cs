using Auth0.AspNetCore.Mrrt.Testing.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.Testing.Tests.Token;

public sealed class CodeGrantTests : TenantTest
{
    protected override void Configure(Auth0TenantOptions options) =>
        options.AuthorizationCodeLifetime = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_code_works_once()
    {
        var code = await App.CodeAsync();
        var first = await App.RedeemAsync(code);
        var second = await App.RedeemAsync(code);

        first.Status.Should().Be(200);
        second.ShouldBeRefused(403, "invalid_grant", "Invalid authorization code");
    }

    [Fact]
    public async Task An_unknown_or_expired_code_is_refused()
    {
        var code = await App.CodeAsync();
        Tenant.Advance(TimeSpan.FromMinutes(1));

        (await App.RedeemAsync(code)).ShouldBeRefused(403, "invalid_grant", "Invalid authorization code");
        (await App.RedeemAsync("made-up")).ShouldBeRefused(403, "invalid_grant", "Invalid authorization code");
    }

    [Fact]
    public async Task The_status_can_be_the_400_of_the_API_description()
    {
        Tenant.Behavior.InvalidCodeStatus = 400;

        (await App.RedeemAsync("made-up")).ShouldBeRefused(400, "invalid_grant", "Invalid authorization code");
    }

    [Theory]
    [InlineData("http://localhost:5000/other")]
    [InlineData(null)]
    public async Task The_redirect_uri_must_be_repeated(string? redirectUri)
    {
        var code = await App.CodeAsync();

        (await App.RedeemAsync(code, ("redirect_uri", redirectUri)))
            .ShouldBeRefused(403, "invalid_grant", "Invalid authorization code");
    }

    [Theory]
    [InlineData("another-code-verifier-of-at-least-forty-three-characters")]
    [InlineData(null)]
    public async Task The_verifier_must_fit_the_challenge(string? verifier)
    {
        var code = await App.CodeAsync();

        (await App.RedeemAsync(code, ("code_verifier", verifier)))
            .ShouldBeRefused(403, "invalid_grant", "Failed to verify code verifier");
    }

    [Fact]
    public async Task A_verifier_without_a_challenge_is_refused_and_neither_is_fine()
    {
        var downgraded = await App.CodeAsync(("code_challenge", null), ("code_challenge_method", null));
        var plain = await App.CodeAsync(("code_challenge", null), ("code_challenge_method", null));

        (await App.RedeemAsync(downgraded)).ShouldBeRefused(403, "invalid_grant", "Failed to verify code verifier");
        (await App.RedeemAsync(plain, ("code_verifier", null))).Status.Should().Be(200);
    }

    [Fact]
    public async Task The_plain_method_works_only_with_the_switch()
    {
        Tenant.Behavior.AcceptPlainPkce = true;
        var code = await App.CodeAsync(("code_challenge", App.Verifier), ("code_challenge_method", "plain"));

        (await App.RedeemAsync(code)).Status.Should().Be(200);
    }

    [Fact]
    public async Task A_public_client_needs_no_secret_but_the_verifier()
    {
        Tenant.Client.ClientSecret = "";
        var with = await App.CodeAsync();
        var without = await App.CodeAsync(("code_challenge", null), ("code_challenge_method", null));

        (await App.RedeemAsync(with)).Status.Should().Be(200);
        (await App.RedeemAsync(without, ("code_verifier", null)))
            .ShouldBeRefused(403, "invalid_grant", "Failed to verify code verifier");
    }

    [Fact]
    public async Task A_missing_code_is_an_invalid_request() =>
        (await App.TokenAsync(("grant_type", "authorization_code")))
            .ShouldBeRefused(400, "invalid_request", "Missing required parameter: code");

    [Fact]
    public async Task The_nonce_is_in_the_ID_token_of_the_sign_in_and_not_of_a_refresh()
    {
        var signIn = await App.SignInAsync();
        var refresh = await App.RefreshAsync(signIn.RefreshToken);

        signIn.IdToken.GetClaim("nonce").Value.Should().Be("the-nonce");
        refresh.IdToken.TryGetClaim("nonce", out _).Should().BeFalse();
        refresh.IdToken.GetClaim("sid").Value.Should().Be(signIn.IdToken.GetClaim("sid").Value);
    }
}
