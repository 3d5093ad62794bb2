using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using Auth0.AspNetCore.Mrrt.Tokens;
using static Auth0.AspNetCore.Mrrt.Tests.Tokens.Given;

namespace Auth0.AspNetCore.Mrrt.Tests.Tokens;

/// <summary>conformance.md, "Writing"; official SDK 6 to 9, 21 and 27; protocol, steps 8 and 9.</summary>
public sealed class NextGenerationTests
{
    /// <summary>Official SDK 6: upsert on empty.</summary>
    [Fact]
    public void The_first_token_of_an_audience_is_filed_with_all_that_is_known_of_it()
    {
        var (next, obtained, evicted) = Keep(Holding(), Need(Inventory, "a b"), Response("new", "a", seconds: 77));
        obtained.Should().BeEquivalentTo(new
        {
            AccessToken = "new",
            Audience = Inventory,
            Scope = "a",
            RequestedScope = "a b",
            ExpiresAt = Now.AddSeconds(77),
            TokenType = "Bearer",
            UsedAt = Now,
        });
        next.Additional.Should().ContainSingle().Which.Should().BeSameAs(obtained);
        next.Primary.Should().BeNull();
        next.Generation.Should().Be(4);
        next.SessionId.Should().Be("session");
        next.Scheme.Should().Be("Auth0");
        evicted.Should().Be(0);
    }

    [Fact]
    public void The_token_type_of_the_answer_is_kept() =>
        NextGeneration.Keep(
                Holding(),
                Need(Orders),
                null,
                new TokenResponse { AccessToken = "new", TokenType = "DPoP", ExpiresAt = Now },
                null,
                20,
                Now)
            .Obtained.TokenType.Should().Be("DPoP");

    /// <summary>RFC 6749, section 5.1: no scope in the answer means as asked.</summary>
    [Fact]
    public void An_answer_that_names_no_scope_granted_what_was_asked()
    {
        Keep(Holding(), Need(Inventory, "a b"), Response("new")).Obtained.Scope.Should().Be("a b");
        Keep(Holding(), Need(Inventory), Response("new")).Obtained.Scope.Should().BeNull();
    }

    /// <summary>Two audiences fetched in sequence: two entries, both retrievable.</summary>
    [Fact]
    public void Each_audience_has_its_own_entry()
    {
        var first = Keep(Holding(), Need(Inventory, "a"), Response("inventory")).Next;
        var both = Keep(first, Need(Admin, "a"), Response("admin")).Next;
        TokenMatch.Find(both, Need(Inventory, "a"), Now, TimeSpan.Zero)!.AccessToken.Should().Be("inventory");
        TokenMatch.Find(both, Need(Admin, "a"), Now, TimeSpan.Zero)!.AccessToken.Should().Be("admin");
        both.Additional.Select(set => set.AccessToken).Should().Equal("inventory", "admin");
    }

    /// <summary>Audience 2 expired, 1 valid: only 2 is exchanged, 1 untouched, the list no longer.</summary>
    [Fact]
    public void A_renewal_replaces_its_own_entry_and_leaves_the_others_alone()
    {
        var one = Set("one", Inventory, "a", "a");
        var next = Keep(Holding(null, one, Set("two", Admin, "a", "a", -1)), Need(Admin, "a"), Response("new")).Next;
        next.Additional.Should().HaveCount(2);
        next.Additional[0].Should().BeSameAs(one);
        next.Additional[1].AccessToken.Should().Be("new");
    }

    /// <summary>Default audience and scope: the primary slot is replaced, the list untouched.</summary>
    [Fact]
    public void The_login_s_own_token_is_renewed_in_its_own_slot()
    {
        var other = Set("other", Inventory, "a", "a");
        var next = Keep(Holding(Set("p", Orders, "a", "a b"), other), Need(Orders, "a"), Response("new", "a"), "a b").Next;
        next.Primary!.AccessToken.Should().Be("new");
        next.Primary.RequestedScope.Should().Be("a b");
        next.Additional.Should().ContainSingle().Which.Should().BeSameAs(other);
    }

    /// <summary>Non-default: the list changes, primary token and expiry do not.</summary>
    [Theory]
    [InlineData(Inventory, "a")]
    [InlineData(null, "a")]
    [InlineData(Orders, "a c")]
    public void Any_other_audience_or_a_scope_beyond_the_login_s_leaves_the_primary_slot_alone(string? audience, string scope)
    {
        var primary = Set("p", Orders, "a b", "a b");
        var next = Keep(Holding(primary), Need(audience, scope), Response("new")).Next;
        next.Primary.Should().BeSameAs(primary);
        next.Additional.Should().ContainSingle().Which.AccessToken.Should().Be("new");
    }

    /// <summary>The same granted scope under different requested scopes: one entry with the union. Official SDK 9.</summary>
    [Fact]
    public void What_brought_the_same_grant_is_one_entry_that_remembers_both_requests()
    {
        var next = Keep(Holding(null, Set("old", Inventory, "a", "a b")), Need(Inventory, "a c"), Response("new", "a")).Next;
        var set = next.Additional.Should().ContainSingle().Which;
        set.AccessToken.Should().Be("new");
        set.RequestedScope.Should().Be("a b c");
        set.Scope.Should().Be("a");
        set.UsedAt.Should().Be(Now);
        set.ExpiresAt.Should().Be(Now.AddHours(1));
    }

    /// <summary>The docs' promise, "not made again until that token expires": also when it was replaced long before.</summary>
    [Fact]
    public void A_refusal_is_remembered_no_longer_than_the_token_it_came_with_would_have_lasted()
    {
        var refused = Set("old", Inventory, "a", "a b", 50);
        var renewed = Keep(Holding(null, refused), Need(Inventory, "a"), Response("new", "a")).Next;
        renewed.Additional[0].RequestedScope.Should().Be("a b");
        renewed.Additional[0].RefusedUntil.Should().Be(Now.AddSeconds(50));

        var again = Keep(renewed, Need(Inventory, "a"), Response("newer", "a"), now: Now.AddSeconds(49)).Next;
        again.Additional[0].RefusedUntil.Should().Be(Now.AddSeconds(50), "renewing prolongs nothing");
        var forgotten = Keep(again, Need(Inventory, "a"), Response("newest", "a"), now: Now.AddSeconds(50)).Next;
        forgotten.Additional[0].RequestedScope.Should().Be("a");
        forgotten.Additional[0].RefusedUntil.Should().BeNull();
    }

    [Theory]
    [InlineData("b a", "a b", 50, null)]
    [InlineData("a b c", "a b c", 50, null)]
    [InlineData("a c", "a b c", 50, 50)]
    [InlineData("a c", "a b c", 5000, 3600)]
    public void What_is_asked_again_is_refused_anew(string asked, string remembered, int oldSeconds, int? until)
    {
        var set = Keep(Holding(null, Set("old", Inventory, "a", "a b", oldSeconds)), Need(Inventory, asked), Response("new", "a"))
            .Next.Additional.Should().ContainSingle().Which;
        ScopeSet.Same(set.RequestedScope, remembered).Should().BeTrue();
        set.RefusedUntil.Should().Be(until is { } seconds ? Now.AddSeconds(seconds) : null);
    }

    /// <summary>Permissions may have changed: that is what it is for.</summary>
    [Fact]
    public void A_forced_refresh_forgets_what_was_refused() =>
        Keep(Holding(null, Set("old", Inventory, "a", "a b")), Need(Inventory, "a", forced: true), Response("new", "a")).Next
            .Additional.Should().ContainSingle().Which.RequestedScope.Should().Be("a");

    [Fact]
    public void One_answer_may_take_the_place_of_several()
    {
        var session = Holding(
            null, Set("x", Inventory, "a", "a b"), Set("y", Inventory, "a z", "a c"), Set("z", Inventory, "q", "q"));
        var next = Keep(session, Need(Inventory, "c a"), Response("new", "a")).Next;
        next.Additional.Select(set => set.AccessToken).Should().Equal("z", "new");
        next.Additional[1].RequestedScope.Should().Be("a b c");
    }

    /// <summary>Official SDK 7 ends with the old expiry when the token text is the same; here the answer counts.</summary>
    [Fact]
    public void The_same_token_again_with_a_new_expiry_has_the_new_expiry() =>
        Keep(Holding(null, Set("same", Inventory, "a", "a", 5)), Need(Inventory, "a"), Response("same", "a", seconds: 99)).Next
            .Additional.Should().ContainSingle().Which.ExpiresAt.Should().Be(Now.AddSeconds(99));

    [Theory]
    [InlineData("b a", "a b")]
    [InlineData("a  b", "a b")]
    public void The_same_request_in_another_order_is_the_same_entry(string requested, string again) =>
        Keep(Holding(null, Set("old", Inventory, "x", requested)), Need(Inventory, again), Response("new", "y")).Next
            .Additional.Should().ContainSingle();

    [Fact]
    public void Entries_whose_grant_nobody_named_are_not_taken_for_the_same() =>
        Keep(Holding(null, Set("old", Inventory, null, "a")), Need(Inventory), Response("new")).Next
            .Additional.Should().HaveCount(2);

    [Fact]
    public void The_same_scopes_of_another_audience_are_another_entry() =>
        Keep(Holding(null, Set("old", Admin, "a", "a")), Need(Inventory, "a"), Response("new", "a")).Next
            .Additional.Should().HaveCount(2);

    /// <summary>A narrower forced refresh does not destroy a wider entry.</summary>
    [Fact]
    public void A_narrower_forced_refresh_leaves_the_wider_token_where_it_is()
    {
        var wide = Set("wide", Inventory, "a b", "a b");
        var next = Keep(Holding(null, wide), Need(Inventory, "a", forced: true), Response("narrow", "a")).Next;
        next.Additional.Should().HaveCount(2).And.Contain(wide);
        TokenMatch.Find(next, Need(Inventory, "a b"), Now, TimeSpan.Zero)!.AccessToken.Should().Be("wide");
        TokenMatch.Find(next, Need(Inventory, "a"), Now, TimeSpan.Zero)!.AccessToken.Should().Be("narrow");
    }

    /// <summary>What a forced refresh passed over must not come back with the next call.</summary>
    [Fact]
    public void A_wider_forced_refresh_replaces_the_narrower_tokens_of_its_audience()
    {
        var other = Set("other", Admin, "a", "a");
        var next = Keep(
            Holding(null, Set("refused", Inventory, "a", "a"), other), Need(Inventory, null, forced: true), Response("new", "a b")).Next;
        next.Additional.Select(set => set.AccessToken).Should().Equal("other", "new");
        TokenMatch.Find(next, Need(Inventory, null), Now, TimeSpan.Zero)!.AccessToken.Should().Be("new");
    }

    [Theory]
    [InlineData("a b", "a", "a b")]
    [InlineData("a b", null, "a b")]
    [InlineData("a b", "a b c", "a b c")]
    [InlineData("b a", "a", "b a")]
    public void A_renewal_of_the_login_s_own_token_asks_for_all_that_the_login_asked_for(
        string requested, string? needed, string? sent)
    {
        var session = Holding(Set("p", Orders, "a", requested));
        NextGeneration.ScopeToSend(session, Need(Orders, needed)).Should().Be(sent);
    }

    [Theory]
    [InlineData(Inventory, "a")]
    [InlineData(Inventory, null)]
    public void Everything_else_asks_for_what_is_needed(string audience, string? needed)
    {
        NextGeneration.ScopeToSend(Holding(Set("p", Orders, "a b", "a b")), Need(audience, needed)).Should().Be(needed);
        NextGeneration.ScopeToSend(Holding(), Need(audience, needed)).Should().Be(needed);
    }

    /// <summary>A session of another handler does not tell what its login asked for, only what it got.</summary>
    [Fact]
    public void A_login_that_does_not_tell_what_it_asked_for_keeps_what_it_was_granted()
    {
        var session = Holding(Set("p", Orders, "a b", requested: null));
        NextGeneration.ScopeToSend(session, Need(Orders, "a", forced: true)).Should().Be("a b");
        NextGeneration.ScopeToSend(session, Need(Orders, "c")).Should().Be("a b c");
        NextGeneration.ScopeToSend(session, Need(Orders)).Should().Be("a b");
        Keep(session, Need(Orders, "c"), Response("new")).Next.Primary!.AccessToken.Should().Be("new");
    }

    /// <summary>Answer without refresh_token: the old one stays; with one: the new one, whichever slot changed.</summary>
    [Theory]
    [InlineData(Orders)]
    [InlineData(Inventory)]
    public void The_newest_refresh_token_and_id_token_are_kept(string audience)
    {
        var session = Holding(Set("p", Orders, "a", "a"));
        var without = Keep(session, Need(audience, "a"), Response("new")).Next;
        without.RefreshToken.Should().Be("rt-3");
        without.IdToken.Should().Be("it-3");
        var with = NextGeneration.Keep(session, Need(audience, "a"), "a", Response("new", refreshToken: "rt-4"), "it-4", 20, Now).Next;
        with.RefreshToken.Should().Be("rt-4");
        with.IdToken.Should().Be("it-4");
    }

    /// <summary>Official SDK 8; [ours] expired additional entries are pruned on every write.</summary>
    [Fact]
    public void Expired_entries_go_with_every_write_and_live_ones_stay()
    {
        var session = Holding(
            Set("p", Orders, "a", "a", -1),
            Set("expired", Inventory, "a", "a", -1),
            Set("now", Inventory, "b", "b", 0),
            Set("live", Admin, "a", "a", 1));
        string[] live = ["live"];
        Keep(session, Need(Orders, "a"), Response("new")).Next.Additional.Select(set => set.AccessToken).Should().Equal(live);
        NextGeneration.KeepRefreshToken(session, null, Now).Additional.Select(set => set.AccessToken).Should().Equal(live);
        NextGeneration.DropRefreshToken(session, Now).Additional.Select(set => set.AccessToken).Should().Equal(live);
    }

    /// <summary>[ours] The entry cap: the least recently used goes first.</summary>
    [Fact]
    public void Beyond_the_limit_the_least_recently_used_goes_and_the_order_stays()
    {
        var session = Holding(
            null,
            Set("early", Inventory, "a", "a", usedAt: 30),
            Set("never", Inventory, "b", "b", usedAt: 0),
            Set("late", Inventory, "c", "c", usedAt: 20));
        var (next, obtained, evicted) = Keep(session, Need(Inventory, "d"), Response("new"), max: 3);
        next.Additional.Select(set => set.AccessToken).Should().Equal("early", "late", "new");
        next.Additional[2].Should().BeSameAs(obtained);
        evicted.Should().Be(1);
        Keep(session, Need(Inventory, "d"), Response("new"), max: 4).Evicted.Should().Be(0);
        Keep(session, Need(Inventory, "d"), Response("new"), max: 1).Next.Additional.Should().ContainSingle()
            .Which.AccessToken.Should().Be("new", "what was just obtained stays, however recently the others were used");
    }

    /// <summary>Session items tell the use to the second, and a turn for several tokens takes no time at all.</summary>
    [Fact]
    public void Of_those_used_at_the_same_time_the_one_obtained_first_goes()
    {
        var session = Holding(null, Set("1", Inventory, "a", "a"), Set("2", Inventory, "b", "b"), Set("3", Inventory, "c", "c"));
        Keep(session, Need(Inventory, "d"), Response("4"), max: 3).Next
            .Additional.Select(set => set.AccessToken).Should().Equal("2", "3", "4");
    }

    [Fact]
    public void An_audience_that_was_refused_is_remembered_until_it_is_granted()
    {
        var session = Holding(Set("p", Orders, "a", "a"), Set("t", Admin, "a", "a"));
        var next = NextGeneration.RefuseAudience(session, Inventory, "rt-4", Now);
        next.Should().BeEquivalentTo(
            session,
            options => options.Excluding(s => s.RefreshToken).Excluding(s => s.Generation).Excluding(s => s.AudiencesRefused));
        next.RefreshToken.Should().Be("rt-4");
        next.Generation.Should().Be(4);
        AudienceRefusals.Holds(next.AudiencesRefused, Inventory, Now).Should().BeTrue();
        NextGeneration.RefuseAudience(session, Inventory, null, Now).RefreshToken.Should().Be("rt-3");
        NextGeneration.KeepRefreshToken(next, null, Now).AudiencesRefused.Should().HaveCount(1);
        NextGeneration.KeepRefreshToken(next, null, Now.AddMinutes(1)).AudiencesRefused.Should().BeEmpty();
        NextGeneration.DropRefreshToken(next, Now.AddMinutes(1)).AudiencesRefused.Should().BeEmpty();
        Keep(next, Need(Admin, "a"), Response("new")).Next.AudiencesRefused.Should().HaveCount(1);
        Keep(next, Need(Inventory, "a"), Response("new")).Next.AudiencesRefused.Should().BeEmpty();
        Keep(next, Need(Admin, "a"), Response("new"), now: Now.AddMinutes(1)).Next.AudiencesRefused.Should().BeEmpty();
    }

    [Fact]
    public void An_access_token_that_is_missing_leaves_everything_but_the_refresh_token_as_it_was()
    {
        var session = Holding(Set("p", Orders, "a", "a"), Set("t", Inventory, "a", "a"));
        var next = NextGeneration.KeepRefreshToken(session, "rt-4", Now);
        next.Should().BeEquivalentTo(session, options => options.Excluding(s => s.RefreshToken).Excluding(s => s.Generation));
        next.RefreshToken.Should().Be("rt-4");
        next.Generation.Should().Be(4);
        NextGeneration.KeepRefreshToken(session, null, Now).RefreshToken.Should().Be("rt-3");
    }

    /// <summary>The tenant may grant more than was asked. That is no promise for the next time.</summary>
    [Theory]
    [InlineData("b", false, false)]
    [InlineData("b", true, true)]
    [InlineData("c", true, false)]
    public void A_token_of_more_scopes_than_the_login_asked_for_renews_the_login_s_only_on_demand(
        string scope, bool forced, bool renews)
    {
        var session = Holding(Set("p", Orders, granted: "a b", requested: "a", seconds: -1));
        var next = Keep(session, Need(Orders, scope, forced), Response("new", "a b c")).Next;
        (next.Primary!.AccessToken == "new").Should().Be(renews);
        next.Additional.Should().HaveCount(renews ? 0 : 1);
    }

    [Fact]
    public void What_is_remembered_of_several_older_tokens_holds_as_long_as_the_first_of_them()
    {
        var session = Holding(null, Set("1", Inventory, "g", "a", seconds: 100), Set("2", Inventory, "g", "b", seconds: 200));
        var obtained = Keep(session, Need(Inventory, "c"), Response("new", "g")).Obtained;
        obtained.RequestedScope!.Split(' ').Should().BeEquivalentTo("a", "b", "c");
        obtained.RefusedUntil.Should().Be(Now.AddSeconds(100));
    }

    /// <summary>invalid_grant ends the refresh token and nothing else (G9).</summary>
    [Fact]
    public void A_dead_refresh_token_goes_alone()
    {
        var session = Holding(Set("p", Orders, "a", "a"), Set("t", Inventory, "a", "a"));
        var next = NextGeneration.DropRefreshToken(session, Now);
        next.Should().BeEquivalentTo(session, options => options.Excluding(s => s.RefreshToken).Excluding(s => s.Generation));
        next.RefreshToken.Should().BeNull();
        next.Generation.Should().Be(4);
    }

    private static (SessionTokens Next, AccessTokenSet Obtained, int Evicted) Keep(
        SessionTokens tokens,
        TokenNeed need,
        TokenResponse response,
        string? sent = null,
        int max = 20,
        DateTimeOffset? now = null) =>
        NextGeneration.Keep(tokens, need, sent ?? need.Scope, response, response.IdToken, max, now ?? Now);
}
