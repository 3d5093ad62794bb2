using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Tokens;
using static Auth0.AspNetCore.Mrrt.Tests.Tokens.Given;

namespace Auth0.AspNetCore.Mrrt.Tests.Tokens;

/// <summary>conformance.md, "Scopes and lookup"; official SDK 5, 10 and 19.</summary>
public sealed class TokenMatchTests
{
    /// <summary>Have "a b": need "b a" and "a" match, "a c" does not; absent on either side.</summary>
    [Theory]
    [InlineData("a b", "b a", true)]
    [InlineData("a b", "a", true)]
    [InlineData(" a\t b ", "b  a", true)]
    [InlineData("a b", "a c", false)]
    [InlineData("a b", "c", false)]
    [InlineData(null, null, true)]
    [InlineData("a", null, true)]
    [InlineData(null, "a", false)]
    [InlineData("read:orders", "read", false)]
    [InlineData("A", "a", false)]
    public void A_token_answers_for_the_scopes_it_was_granted(string? granted, string? needed, bool found) =>
        (Find(Holding(Set("p", Orders, granted, requested: null)), needed) is not null).Should().Be(found);

    /// <summary>Official SDK 5: cached {a b c} and {a b}.</summary>
    [Theory]
    [InlineData("a", "narrow")]
    [InlineData("a b", "narrow")]
    [InlineData("a b c", "wide")]
    [InlineData(null, "narrow")]
    public void Among_those_that_cover_the_need_the_one_with_the_fewest_scopes_is_given(string? needed, string token)
    {
        var wide = Set("wide", Orders, "a b c", "a b c");
        var narrow = Set("narrow", Orders, "a b", "a b");
        Find(Holding(null, wide, narrow), needed)!.AccessToken.Should().Be(token);
        Find(Holding(null, narrow, wide), needed)!.AccessToken.Should().Be(token);
        Find(Holding(wide, narrow), needed)!.AccessToken.Should().Be(token);
        Find(Holding(narrow, wide), needed)!.AccessToken.Should().Be(token);
    }

    /// <summary>peer-traps 2.3 f: the token that nobody knows anything about counted as the narrowest and won.</summary>
    [Fact]
    public void A_token_whose_scopes_nobody_named_is_not_given_for_a_scope()
    {
        var unknown = Set("unknown", Orders, null, null);
        Find(Holding(unknown, Set("named", Orders, "a b", "a b")), "a")!.AccessToken.Should().Be("named");
        Find(Holding(unknown), "a").Should().BeNull();
    }

    [Fact]
    public void Among_equals_the_login_s_own_token_is_given() =>
        Find(Holding(Set("primary", Orders, "a", "a"), Set("other", Orders, "b", "b")), needed: null)!
            .AccessToken.Should().Be("primary");

    /// <summary>G7: the audience is compared letter by letter.</summary>
    [Theory]
    [InlineData("https://orders.example.com", true)]
    [InlineData("https://orders.example.com/", false)]
    [InlineData("https://ORDERS.example.com", false)]
    [InlineData(null, false)]
    public void A_token_for_another_audience_is_never_given(string? audience, bool found)
    {
        (Find(Holding(Set("t", audience, "a", "a")), "a") is not null).Should().Be(found);
        (Find(Holding(null, Set("t", audience, "a", "a")), "a") is not null).Should().Be(found);
    }

    [Fact]
    public void The_tenant_s_default_audience_is_an_audience_of_its_own()
    {
        var session = Holding(Set("p", Orders, "a", "a"), Set("default", null, "a", "a"));
        TokenMatch.Find(session, Need(null, "a"), Now, TimeSpan.Zero)!.AccessToken.Should().Be("default");
    }

    /// <summary>"Expiry": expiresAt == now is expired.</summary>
    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void A_token_is_valid_until_its_expiry_and_not_at_it(int secondsLeft, bool found)
    {
        (Find(Holding(Set("t", Orders, "a", "a", secondsLeft)), "a") is not null).Should().Be(found);
        (Find(Holding(null, Set("t", Orders, "a", "a", secondsLeft)), "a") is not null).Should().Be(found);
    }

    /// <summary>A token that lasts less than twice the leeway is good for half its time, or each call would buy one.</summary>
    [Theory]
    [InlineData(40, 21, true)]
    [InlineData(40, 20, false)]
    [InlineData(120, 61, true)]
    [InlineData(120, 60, false)]
    [InlineData(3600, 61, true)]
    [InlineData(3600, 60, false)]
    [InlineData(0, 0, false)]
    [InlineData(-10, -1, false)]
    public void The_leeway_is_at_most_half_of_a_token_s_lifetime(int lifetime, int secondsLeft, bool found)
    {
        var token = new AccessTokenSet
        {
            AccessToken = "t",
            Audience = Orders,
            Scope = null,
            RequestedScope = null,
            ExpiresAt = Now.AddSeconds(secondsLeft),
            ObtainedAt = Now.AddSeconds(secondsLeft - lifetime),
        };
        (TokenMatch.Find(Holding(token), Need(Orders), Now, TimeSpan.FromSeconds(60)) is not null).Should().Be(found);
    }

    [Fact]
    public void An_expired_token_does_not_hide_a_valid_one_with_more_scopes() =>
        Find(Holding(Set("expired", Orders, "a", "a", 0), Set("valid", Orders, "a b", "a b")), "a")!
            .AccessToken.Should().Be("valid");

    /// <summary>Requested "A B", granted "A", and "A B" asked again: no exchange loop.</summary>
    [Theory]
    [InlineData("a b", true)]
    [InlineData("b", true)]
    [InlineData("a b c", false)]
    [InlineData("c", false)]
    public void What_was_refused_once_is_remembered_until_the_token_expires(string needed, bool found)
    {
        Find(Holding(Set("p", Orders, "a", "a b")), needed)?.AccessToken.Should().Be(found ? "p" : null);
        (Find(Holding(null, Set("t", Orders, "a", "a b")), needed) is not null).Should().Be(found);
        Find(Holding(null, Set("t", Orders, "a", "a b", 0)), needed).Should().BeNull("expired");
    }

    /// <summary>Of a token that took the place of the one which was refused.</summary>
    [Theory]
    [InlineData(1, "a b", true)]
    [InlineData(0, "a b", false)]
    [InlineData(0, "b", false)]
    [InlineData(0, "a", true)]
    public void What_was_refused_is_asked_for_again_when_it_is_no_longer_remembered(int secondsLeft, string needed, bool found)
    {
        var set = Set("t", Orders, "a", "a").WithRequestedScope("a b", Now.AddSeconds(secondsLeft));
        (Find(Holding(null, set), needed) is not null).Should().Be(found);
        TokenMatch.FindUsable(Holding(null, set), Need(Orders, needed), Now).Should().BeSameAs(
            set, "who cannot ask is better off with it than without");
    }

    [Fact]
    public void What_is_usable_has_neither_expired_nor_another_audience()
    {
        var session = Holding(Set("expired", Orders, "a", "a", 0), Set("other", Inventory, "a", "a", 30));
        TokenMatch.FindUsable(session, Need(Orders, "a"), Now).Should().BeNull();
        TokenMatch.FindUsable(session, Need(Inventory, "a"), Now)!.AccessToken.Should().Be("other", "it lasts 30 seconds more");
        TokenMatch.FindUsable(session, Need(Inventory, "b"), Now).Should().BeNull();
    }

    [Fact]
    public void A_refusal_never_hides_a_grant() =>
        Find(Holding(Set("refused", Orders, "a", "a b"), Set("granted", Orders, "a b c d", "a b c d")), "a b")!
            .AccessToken.Should().Be("granted");

    [Fact]
    public void Of_several_refusals_the_one_that_lacks_least_is_given()
    {
        var less = Set("less", Orders, "a", "a b c");
        var more = Set("more", Orders, "a b", "a b c");
        Find(Holding(null, less, more), "a b c")!.AccessToken.Should().Be("more");
        Find(Holding(null, more, less), "a b c")!.AccessToken.Should().Be("more");
        Find(Holding(less, more), "a b c")!.AccessToken.Should().Be("more");
    }

    /// <summary>A legacy entry without requested scope matches on the granted scope.</summary>
    [Fact]
    public void A_token_that_does_not_tell_what_was_asked_counts_by_what_was_granted()
    {
        Find(Holding(null, Set("t", Orders, "a", requested: null)), "a").Should().NotBeNull();
        Find(Holding(null, Set("t", Orders, "a", requested: null)), "b").Should().BeNull();
    }

    [Fact]
    public void An_empty_session_has_nothing() => Find(Holding(), "a").Should().BeNull();

    private static AccessTokenSet? Find(SessionTokens session, string? needed) =>
        TokenMatch.Find(session, Need(Orders, needed), Now, TimeSpan.Zero);
}
