using Auth0.AspNetCore.Mrrt.Tests.Support;
using Auth0.AspNetCore.Mrrt.Tokens;
using static Auth0.AspNetCore.Mrrt.Tests.Tokens.Given;

namespace Auth0.AspNetCore.Mrrt.Tests.Tokens;

/// <summary>The token of a forced refresh is the one that the same call gets from then on.</summary>
public sealed class ForcedRefreshTests
{
    [Fact]
    public async Task After_a_forced_refresh_the_same_call_gets_the_new_token()
    {
        await using var app = await AppHost.StartAsync();
        using var browser = await app.SignedInAsync();
        (await browser.TokenAsync(AppHost.Orders, "write:orders")).Token.Should().NotBeNull();
        await browser.TokenAsync(AppHost.Orders);
        var forced = await browser.TokenAsync(AppHost.Orders, force: true);
        (await browser.TokenAsync(AppHost.Orders)).Token.Should().Be(forced.Token);
        app.Tenant.Exchanges.Should().HaveCount(2);
    }

    /// <summary>The first three columns say what the session holds, the others what the call asks for and what the tenant
    /// grants.</summary>
    [Theory]
    [InlineData("openid a", "openid a", "a b", "a", "openid a")]
    [InlineData("openid a", "openid a", "a b", null, "openid a")]
    [InlineData("openid a", "openid a", "a b c", "b", "a b c d")]
    [InlineData("openid a", "openid a b", "c", "b", "a b")]
    [InlineData("openid a", "openid a b", "b c", "b", "b c d")]
    [InlineData("openid a", "openid a b", "b", "b", "openid a b c")]
    [InlineData("openid", "openid", "a b", "b", "a")]
    public void No_other_token_of_the_session_is_preferred_to_it(
        string loginAsked, string loginGranted, string other, string? asked, string granted)
    {
        var session = Holding(
            Set("login", Orders, loginGranted, loginAsked), Set("other", Orders, other, other), Set("elsewhere", Inventory, "a b", "a b"));
        var need = Need(Orders, asked, forced: true);
        var (next, obtained, _) = NextGeneration.Keep(
            session, need, NextGeneration.ScopeToSend(session, need), Response("forced", granted), null, 20, Now);
        TokenMatch.Find(next, Need(Orders, asked), Now, need.Leeway).Should().BeSameAs(obtained);
        next.Additional.Should().Contain(set => set.AccessToken == "elsewhere");
    }

    [Fact]
    public void A_wider_token_stays_where_the_new_one_is_preferred_to_it()
    {
        var session = Holding(null, Set("wide", Orders, "a b", "a b"));
        var next = NextGeneration.Keep(
            session, Need(Orders, "a", forced: true), "a", Response("forced", "a"), null, 20, Now).Next;
        next.Additional.Select(set => set.AccessToken).Should().Equal("wide", "forced");
    }
}
