using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;
using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Request;

/// <summary>What a request knows of its session at one moment.</summary>
public sealed class SessionSnapshotTests
{
    private static readonly SessionTokens Brought = Given.Holding().With(new SignInMark(3, 1, default));

    private readonly SessionSnapshot _first = new(Brought);

    [Fact]
    public void The_first_view_is_open_and_its_response_has_nothing_to_write()
    {
        new[] { _first.Closed, _first.Renewed, _first.IsPersisted, _first.Prolongs, _first.IsTicketReplaced }
            .Should().AllBeEquivalentTo(false);
        _first.SignedOut.Should().BeNull();
        _first.EndsAt.Should().BeNull();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_newer_generation_is_taken_over_and_the_ticket_of_the_request_stays(bool kept)
    {
        var adopted = (_first with { EndsAt = Given.Now }).Adopt(Newer(), kept);
        adopted.Tokens.RefreshToken.Should().Be("rt-4");
        (adopted.Renewed, adopted.IsPersisted, adopted.IsTicketReplaced).Should().Be((true, kept, false));
        adopted.EndsAt.Should().Be(Given.Now);
    }

    /// <summary>G15.</summary>
    [Theory]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(4, true)]
    public void Only_a_newer_sign_in_replaces_the_ticket_of_the_request(int signIn, bool replaces)
    {
        var adopted = _first.Adopt(Newer().With(new SignInMark(signIn, 2, default)), kept: true);
        (adopted.Renewed, adopted.IsPersisted, adopted.IsTicketReplaced).Should().Be((true, true, replaces));
    }

    [Fact]
    public void An_equal_generation_an_older_one_and_one_of_another_session_change_nothing()
    {
        _first.Adopt(Given.Holding(), kept: true).Should().BeSameAs(_first);
        _first.Adopt(new SessionTokens { SessionId = "session", Generation = 2 }, kept: true).Should().BeSameAs(_first);
        _first.Adopt(new SessionTokens { SessionId = "another", Generation = 4 }, kept: true).Should().BeSameAs(_first);
    }

    /// <summary>G14: a request may stay open for longer than its session.</summary>
    [Theory]
    [InlineData(null, 2, 2)]
    [InlineData(3, 2, 2)]
    [InlineData(1, 2, 1)]
    [InlineData(1, null, 1)]
    [InlineData(null, null, null)]
    public void A_newer_sign_in_can_cut_the_session_short_and_not_make_it_longer(int? before, int? signIn, int? hours)
    {
        var properties = new AuthenticationProperties { ExpiresUtc = After(signIn) };
        var ticket = SignInTicket.Write(new ClaimsPrincipal(new ClaimsIdentity("test")), properties, "Cookies");
        var adopted = (_first with { EndsAt = After(before) }).Adopt(Newer().With(new SignInMark(4, 2, ticket)), kept: false);
        adopted.EndsAt.Should().Be(After(hours));
    }

    [Fact]
    public void A_newer_sign_in_that_does_not_bring_its_ticket_leaves_the_end_of_the_session()
    {
        var adopted = (_first with { EndsAt = Given.Now }).Adopt(Newer().With(new SignInMark(4, 2, default)), kept: false);
        adopted.EndsAt.Should().Be(Given.Now);
    }

    [Fact]
    public void The_ticket_of_a_newer_sign_in_takes_the_place_of_the_request_s_own()
    {
        var newer = new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity("test")), "Cookies");
        var replaced = _first.Adopt(Newer().With(new SignInMark(4, 2, default)), kept: false);
        var taken = replaced.TakeOver(newer, Given.Now);
        taken.TakenOver.Should().BeSameAs(newer);
        taken.Replacement.Should().NotBeSameAs(newer, "the response may change it");
        (taken.IsTicketReplaced, taken.EndsAt).Should().Be((false, Given.Now));
    }

    /// <summary>G8.</summary>
    [Fact]
    public void A_closed_session_stays_as_it_is()
    {
        var closed = _first.Close();
        closed.Closed.Should().BeTrue();
        closed.SignedOut.Should().BeNull("nobody has signed out");
        closed.Close().Should().BeSameAs(closed);
        closed.SignOut().Should().BeSameAs(closed);
        closed.Adopt(Newer(), kept: false).Should().BeSameAs(closed);
    }

    [Fact]
    public void A_sign_out_closes_the_session_and_keeps_its_tokens_for_the_tenant_s_sign_out()
    {
        var left = _first.SignOut();
        left.Closed.Should().BeTrue();
        left.SignedOut.Should().BeSameAs(Brought);
        left.Close().SignedOut.Should().BeSameAs(Brought);
    }

    [Fact]
    public void A_response_prolongs_the_session_until_a_sign_in_sets_its_life()
    {
        var prolonged = _first.Prolong(Given.Now);
        (prolonged.Prolongs, prolonged.EndsAt).Should().Be((true, Given.Now));
        prolonged.DoNotProlong().Prolongs.Should().BeFalse();
        _first.DoNotProlong().Should().BeSameAs(_first);
    }

    /// <summary>The view of a request that stays open must not outlive its cookie (G14).</summary>
    [Fact]
    public void A_response_that_prolongs_nothing_leaves_the_end_of_the_ticket_unless_another_is_earlier()
    {
        var prolonged = _first.Prolong(Given.Now.AddDays(14));
        var kept = prolonged.KeepLife(Given.Now.AddDays(6));
        (kept.Prolongs, kept.EndsAt).Should().Be((false, Given.Now.AddDays(6)));
        prolonged.KeepLife(Given.Now.AddDays(20)).EndsAt.Should().Be(Given.Now.AddDays(14), "a sign-in may have cut the session short");
        prolonged.KeepLife(endsAt: null).EndsAt.Should().Be(Given.Now.AddDays(14));
        _first.KeepLife(Given.Now).Should().BeSameAs(_first, "it was not to be prolonged");
    }

    [Fact]
    public void An_end_is_a_moment_in_any_time_zone_or_none()
    {
        (_first with { EndsAt = Given.Now.ToOffset(TimeSpan.FromHours(5)) }).EndsAt.Should().Be(Given.Now);
        (_first with { EndsAt = DateTimeOffset.MaxValue }).EndsAt.Should().Be(DateTimeOffset.MaxValue);
        (_first with { EndsAt = DateTimeOffset.MinValue }).EndsAt.Should().NotBeNull("it ended long ago").And.BeBefore(Given.Now);
        (_first with { EndsAt = Given.Now } with { EndsAt = null }).EndsAt.Should().BeNull();
    }

    private static SessionTokens Newer() => Brought.Next(Brought.Primary, Brought.Additional, "rt-4", Brought.IdToken);

    private static DateTimeOffset? After(int? hours) => hours is { } some ? Given.Now.AddHours(some) : null;
}
