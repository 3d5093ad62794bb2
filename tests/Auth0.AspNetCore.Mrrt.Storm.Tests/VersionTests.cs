using Auth0.AspNetCore.Mrrt.Storm.Judging;
using Auth0.AspNetCore.Mrrt.Storm.Nodes;
using Auth0.AspNetCore.Mrrt.Testing;

namespace Auth0.AspNetCore.Mrrt.Storm.Tests;

/// <summary>Claims that a sign-in has replaced must not come back. Version 2 replaces version 1 at second 10, on the first
/// server.</summary>
public sealed class VersionTests
{
    private readonly Seen _seen = new(serversLearnLate: true);

    public VersionTests()
    {
        _seen.Evidence.Add(Seen.Change(1, asked: 5));
        _seen.Evidence.Add(Seen.Change(2, asked: 10));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void A_request_that_sees_the_last_version_or_a_later_one_is_right(int version) => Passes(At(11, version));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_request_that_sees_an_earlier_version_is_counted(int version) => Fails(At(11, version));

    [Fact]
    public void A_request_that_began_before_the_browser_had_the_answer_may_see_the_earlier_version() =>
        Passes(At(10.15, 1));

    [Fact]
    public void Another_session_of_the_user_has_versions_of_its_own() => Passes(At(11, 0) with { Session = 2 });

    [Fact]
    public void Another_user_has_versions_of_its_own() => Passes(At(11, 0) with { User = "auth0|bob", Subject = "auth0|bob", Token = null });

    [Fact]
    public void An_answer_that_nobody_waited_for_says_nothing() => Passes(At(11, 1) with { Abandoned = true });

    [Fact]
    public void A_change_that_was_not_answered_does_not_count()
    {
        _seen.Evidence.Add(Seen.Change(3, asked: 12) with { Finished = null, Delivered = null, Outcome = null });

        Passes(At(20, 2));
    }

    /// <summary>A session that begins on a server with an older cookie begins with older claims.</summary>
    [Fact]
    public void The_last_change_counts_and_not_the_greatest_version()
    {
        _seen.Evidence.Add(Seen.Change(1, asked: 12));

        Passes(At(13, 1));
        Fails(At(13, 0));
    }

    [Fact]
    public void A_change_that_is_under_way_may_be_seen_already()
    {
        _seen.Evidence.Add(Seen.Change(1, asked: 10.9) with { Delivered = Seen.At(12) });

        Passes(At(11, 1));
    }

    [Fact]
    public void A_change_without_an_answer_may_be_made_late()
    {
        Unanswered(asked: 9);

        Passes(At(11, 1));
    }

    [Fact]
    public void A_change_without_an_answer_is_not_made_later_than_a_turn_is_waited_for()
    {
        Unanswered(asked: -51);

        Fails(At(11, 1));
    }

    [Fact]
    public void A_change_that_ended_with_an_error_before_the_next_is_not_made_late()
    {
        Unanswered(asked: 9, finished: 9.9);

        Fails(At(11, 1));
    }

    [Fact]
    public void A_server_that_has_not_heard_of_the_change_may_go_by_an_older_cookie() => Passes(OldCookie(11));

    [Fact]
    public void A_server_that_made_the_change_goes_by_it_whatever_the_cookie() =>
        Fails(OldCookie(11) with { Node = Seen.First });

    [Fact]
    public void Another_life_of_the_server_has_forgotten_the_change() =>
        Passes(OldCookie(11) with { Node = Seen.First with { Life = 2 } });

    [Fact]
    public void No_server_shows_less_than_the_cookie_that_was_sent() =>
        Fails(OldCookie(11) with { CookieKnows = Seen.At(10.1) });

    [Fact]
    public void A_server_has_heard_of_the_change_when_it_has_exchanged_since()
    {
        _seen.Add(Seen.Refresh(2, at: 11, Seen.Second));

        Fails(OldCookie(13.1));
    }

    [Fact]
    public void An_exchange_that_may_not_be_over_has_told_the_server_nothing_yet()
    {
        _seen.Add(Seen.Refresh(2, at: 11, Seen.Second));

        Passes(OldCookie(12.9));
    }

    [Fact]
    public void An_exchange_before_the_change_has_told_the_server_nothing()
    {
        _seen.Add(Seen.Refresh(2, at: 10, Seen.Second));

        Passes(OldCookie(20));
    }

    /// <summary>The user may have signed in again without a sign-out, and the earlier session goes on.</summary>
    [Fact]
    public void An_exchange_of_the_users_next_session_has_told_the_server_nothing()
    {
        _seen.Add(NextSession(asked: 11));
        _seen.Add(Seen.Refresh(2, at: 12, Seen.Second));

        Passes(OldCookie(20));
    }

    [Fact]
    public void An_exchange_before_the_users_next_session_counts()
    {
        _seen.Add(Seen.Refresh(2, at: 11, Seen.Second));
        _seen.Add(NextSession(asked: 12));

        Fails(OldCookie(20));
    }

    [Fact]
    public void A_server_that_has_written_the_cookie_since_has_asked_the_database()
    {
        _seen.Add(Write(asked: 11));

        Fails(OldCookie(12));
    }

    [Fact]
    public void A_cookie_that_was_written_without_a_database_has_told_the_server_nothing()
    {
        _seen.Evidence.BeginDisturbance(Seen.At(11)).End(Seen.At(11.05));
        _seen.Add(Write(asked: 11));

        Passes(OldCookie(12));
    }

    [Theory]
    [InlineData(10.05, 1)]
    [InlineData(11.95, 1)]
    [InlineData(11, 2)]
    public void A_cookie_of_another_time_or_session_has_told_the_server_nothing(double asked, int session)
    {
        _seen.Add(Write(asked) with { Session = session });

        Passes(OldCookie(12));
    }

    [Fact]
    public void An_exchange_of_another_server_has_told_this_one_nothing()
    {
        _seen.Add(Seen.Refresh(2, at: 11, Seen.First));

        Passes(OldCookie(20));
    }

    [Fact]
    public void An_exchange_that_was_refused_has_told_the_server_nothing()
    {
        _seen.Add(Seen.Refresh(2, at: 11, Seen.Second, TokenExchangeOutcome.Refused));

        Passes(OldCookie(20));
    }

    [Fact]
    public void Where_sessions_are_in_one_place_every_server_knows_at_once()
    {
        var seen = new Seen(serversLearnLate: false);
        seen.Evidence.Add(Seen.Change(2, asked: 10));

        seen.Add(OldCookie(11)).Judge().BroughtBack.Should().Be(1);
    }

    [Fact]
    public void A_server_that_stood_still_brings_back_nothing_either()
    {
        _seen.Evidence.BeginDisturbance(Seen.At(9)).End(Seen.At(12));

        Fails(At(11, 1));
    }

    [Fact]
    public void A_change_that_could_not_be_kept_is_counted()
    {
        _seen.Evidence.Add(InTicketOnly(answered: 30.1));

        _seen.Judge().BroughtBack.Should().Be(1);
        _seen.Judge().Passed.Should().BeFalse();
    }

    [Fact]
    public void A_change_may_be_in_its_cookie_alone_when_there_was_no_database()
    {
        _seen.Evidence.BeginDisturbance(Seen.At(28)).End(Seen.At(30));
        _seen.Evidence.Add(InTicketOnly(answered: 30.1));

        Passes(At(31, 2));
        Fails(At(31, 1));
    }

    [Fact]
    public void A_change_may_be_in_its_cookie_alone_when_the_turn_did_not_come()
    {
        _seen.Evidence.Add(InTicketOnly(answered: 30 + StormTimes.Backchannel.TotalSeconds));

        Passes(At(60, 2));
    }

    private static Change InTicketOnly(double answered) => Seen.Change(3, asked: 30) with
    {
        Finished = Seen.At(answered),
        Outcome = SignInOutcome.InTicketOnly,
    };

    private Answer At(double asked, int version) => _seen.Answer(token: Seen.Claims(expires: 100)) with
    {
        Asked = Seen.At(asked),
        Answered = Seen.At(asked + 0.1),
        Session = 1,
        Version = version,
        Node = Seen.First,
    };

    /// <summary>Version 1 from the second server. The cookie is from before the change.</summary>
    private Answer OldCookie(double asked) =>
        At(asked, 1) with { Node = Seen.Second, CookieKnows = Seen.At(9) };

    /// <summary>A response of the second server with the newest version and a new cookie.</summary>
    private Answer Write(double asked) => At(asked, 2) with { Node = Seen.Second, WroteCookie = true };

    /// <summary>A response to the user's next login.</summary>
    private Answer NextSession(double asked) => At(asked, 0) with { Session = 2 };

    /// <summary>Version 1 again, so that it is version 1 that may come late.</summary>
    private void Unanswered(double asked, double? finished = null) => _seen.Evidence.Add(Seen.Change(1, asked) with
    {
        Finished = finished is { } end ? Seen.At(end) : null,
        Delivered = null,
        Outcome = null,
    });

    private void Passes(Answer answer)
    {
        var verdict = _seen.Add(answer).Judge();

        verdict.BroughtBack.Should().Be(0, string.Join('\n', verdict.Findings));
    }

    private void Fails(Answer answer)
    {
        var verdict = _seen.Add(answer).Judge();

        verdict.BroughtBack.Should().Be(1);
        verdict.Passed.Should().BeFalse();
    }
}
