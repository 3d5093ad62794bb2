using Auth0.AspNetCore.Mrrt.Testing.Tests.Support;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Auth0.AspNetCore.Mrrt.Testing.Tests.Keys;

public sealed class SigningKeyTests : TenantTest
{
    [Fact]
    public async Task Tokens_are_signed_with_the_published_key()
    {
        var signIn = await App.SignInAsync();
        var keys = await KeysAsync();

        var result = await new JsonWebTokenHandler().ValidateTokenAsync(
            signIn["id_token"],
            new TokenValidationParameters
            {
                ValidIssuer = Tenant.Issuer,
                ValidAudience = Tenant.Client.ClientId,
                IssuerSigningKeys = keys.GetSigningKeys(),
                ValidAlgorithms = ["RS256"],
            });

        result.Exception.Should().BeNull();
        result.IsValid.Should().BeTrue();
        signIn.IdToken.Typ.Should().Be("JWT");
        keys.Keys.Should().ContainSingle().Which.X5c.Should().ContainSingle();
        Tenant.Counters.JwksRequests.Should().Be(1);
    }

    [Fact]
    public async Task Rotating_signs_with_a_key_nobody_has_seen_and_keeps_the_previous_one_published()
    {
        var before = await App.SignInAsync();
        Tenant.RotateSigningKey();
        var after = await App.SignInAsync();

        after.IdToken.Kid.Should().NotBe(before.IdToken.Kid);
        (await KeysAsync()).Keys.Select(key => key.Kid).Should().Equal(after.IdToken.Kid, before.IdToken.Kid);
    }

    [Fact]
    public async Task A_published_next_key_signs_after_the_rotation()
    {
        Tenant.PublishNextSigningKey();
        var published = await KeysAsync();
        var before = await App.SignInAsync();
        Tenant.RotateSigningKey(keepPrevious: false);
        var after = await App.SignInAsync();

        published.Keys.Select(key => key.Kid).Should().Equal(before.IdToken.Kid, after.IdToken.Kid);
        (await KeysAsync()).Keys.Select(key => key.Kid).Should().Equal(after.IdToken.Kid);
    }

    [Fact]
    public async Task Two_tenants_share_no_key()
    {
        await using var other = await Auth0Tenant.StartInProcessAsync();
        using var app = new App(other);
        var theirs = new JsonWebKeySet(await app.Http.GetStringAsync("/.well-known/jwks.json"));

        theirs.Keys.Single().N.Should().NotBe((await KeysAsync()).Keys.Single().N);
    }

    private async Task<JsonWebKeySet> KeysAsync() => new(await App.Http.GetStringAsync("/.well-known/jwks.json"));
}
