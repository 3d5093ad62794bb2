using Auth0.AspNetCore.Mrrt.Storm.Judging;
using Auth0.AspNetCore.Mrrt.Testing;

namespace Auth0.AspNetCore.Mrrt.Storm.Tests;

/// <summary>A judge that finds nothing proves nothing: every kind of wrong outcome is shown to it.</summary>
public sealed class JudgeTests
{
    private readonly Seen _seen = new();

    [Fact]
    public void Nothing_is_wrong_with_a_calm_storm()
    {
        var verdict = _seen.Add(_seen.Answer()).Judge();

        verdict.Passed.Should().BeTrue(string.Join('\n', verdict.Findings));
        verdict.Findings.Should().BeEmpty();
        verdict.Requests.Should().Be(1);
        verdict.Exchanges.Should().Be(1);
    }

    [Fact]
    public void The_last_line_names_every_count()
    {
        _seen.Add(_seen.Answer()).Judge().Line.Should().Be(
            "storm: requests=1 exchanges=1 coalesced=0 reuse_detected=0 families_revoked=0 wrong_token=0 lost_tokens=0 "
            + "resurrected=0 brought_back=0 in_doubt=0 failed=0 p50_ms=300 p99_ms=300");
    }

    public static TheoryData<string, Func<object, object>> Wrongs => new()
    {
        { "another user's token", seen => ((Seen)seen).Answer(token: Seen.Claims(sub: "auth0|bob")) },
        { "a token for another API", seen => ((Seen)seen).Answer(token: Seen.Claims(aud: "https://other.example.com")) },
        { "too few scopes", seen => ((Seen)seen).Answer(token: Seen.Claims(scope: "read:orders")) },
        { "expired by then", seen => ((Seen)seen).Answer(asked: 6.4, handedOut: 6.6) },
        { "another user's session", seen => ((Seen)seen).Answer(subject: "auth0|bob") },
        { "another user's second cookie", seen => ((Seen)seen).Answer() with { ElevatedSubject = "auth0|bob" } },
        { "a token for nobody", seen => ((Seen)seen).Answer(subject: null) },
        { "no such exchange at that time", seen => ((Seen)seen).Answer(token: Seen.Claims(issued: 3, expires: 9)) },
        { "no token at all", seen => ((Seen)seen).Answer() with { Token = null, HasUnreadableToken = true } },
    };

    [Theory]
    [MemberData(nameof(Wrongs))]
    public void A_wrong_token_is_counted(string what, Func<object, object> answer)
    {
        var verdict = _seen.Add((Answer)answer(_seen)).Judge();

        verdict.WrongToken.Should().Be(1, what);
        verdict.Passed.Should().BeFalse();
    }

    [Fact]
    public void A_token_that_the_tenant_has_not_issued_is_wrong()
    {
        _seen.Evidence.IsIssued = _ => false;

        _seen.Add(_seen.Answer()).Judge().WrongToken.Should().Be(1);
    }

    [Fact]
    public void An_exchange_that_was_refused_is_not_where_a_token_came_from()
    {
        var seen = new Seen();
        seen.Evidence.Exchanges =
        [
            Seen.Login(Seen.User, at: -9), Seen.Refresh(1, at: 1, outcome: TokenExchangeOutcome.Refused),
        ];

        seen.Add(seen.Answer()).Judge().WrongToken.Should().Be(1);
    }

    [Fact]
    public void A_token_may_be_given_out_for_as_long_as_the_whole_seconds_of_its_expiry_leave_open()
    {
        _seen.Add(_seen.Answer(asked: 6.3, handedOut: 6.4)).Judge().WrongToken.Should().Be(0);
    }

    [Fact]
    public void Nobody_knows_when_a_server_that_stood_still_gave_the_token_out()
    {
        _seen.Evidence.BeginDisturbance(Seen.At(5)).End(Seen.At(8));

        _seen.Add(_seen.Answer(asked: 4.9, handedOut: 8.1)).Judge().WrongToken.Should().Be(0);
        _seen.Add(_seen.Answer(asked: 7, handedOut: 8.1)).Judge().WrongToken.Should().Be(1);
    }

    [Fact]
    public void A_token_that_nobody_waited_for_is_not_judged()
    {
        var verdict = _seen.Add(_seen.Answer(subject: null) with { Abandoned = true }).Judge();

        verdict.Passed.Should().BeTrue();
        verdict.Requests.Should().Be(1);
    }

    [Fact]
    public void Requests_that_shared_an_exchange_are_counted()
    {
        _seen.Add(_seen.Answer()).Add(_seen.Answer()).Add(_seen.Answer());
        _seen.Add(_seen.Answer(asked: 2, handedOut: 2.1)); // bought long before

        _seen.Judge().Coalesced.Should().Be(2);
    }

    [Fact]
    public void An_answer_without_a_token_has_failed_unless_the_user_was_leaving()
    {
        _seen.Add(_seen.Answer() with { Token = null, Reason = "Transient" });
        _seen.Add(_seen.Answer() with { Token = null, Reason = "NotSignedIn", SignedIn = false });

        var verdict = _seen.Judge();

        verdict.Failed.Should().Be(1);
        verdict.Passed.Should().BeTrue();
    }

    [Fact]
    public void Questions_of_the_storm_itself_are_judged_and_not_counted()
    {
        var verdict = _seen.Add(_seen.Answer(subject: "auth0|bob") with { IsCheck = true }).Judge();

        verdict.Requests.Should().Be(0);
        verdict.WrongToken.Should().Be(1);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Who_is_signed_in_after_a_sign_out_has_been_resurrected(bool signedIn, bool gotToken)
    {
        _seen.Evidence.Add(new AfterSignOut(Seen.User, "its own", Seen.At(2), SignedIn: false, GotToken: false));
        _seen.Evidence.Add(new AfterSignOut(Seen.User, "its own", Seen.At(2), signedIn, gotToken));

        var verdict = _seen.Judge();

        verdict.Resurrected.Should().Be(1);
        verdict.Passed.Should().BeFalse();
    }

    [Fact]
    public void A_session_that_gets_no_token_in_the_end_is_lost()
    {
        _seen.Evidence.Add(new LastWord(Seen.User, Seen.At(2), Reason: null));
        _seen.Evidence.Add(new LastWord(Seen.User, Seen.At(3), "NoRefreshToken"));

        var verdict = _seen.Judge();

        verdict.LostTokens.Should().Be(1);
        verdict.Passed.Should().BeFalse();
    }

    [Fact]
    public void Percentiles_are_of_answers_with_a_token()
    {
        for (var i = 1; i <= 100; i++)
        {
            _seen.Add(_seen.Answer() with { Asked = Seen.At(0), Answered = Seen.At(i / 1000.0) });
        }

        _seen.Add(_seen.Answer() with { Token = null, Asked = Seen.At(0), Answered = Seen.At(60) });

        var verdict = _seen.Judge();

        verdict.MedianMilliseconds.Should().Be(50);
        verdict.SlowMilliseconds.Should().Be(99);
    }
}
