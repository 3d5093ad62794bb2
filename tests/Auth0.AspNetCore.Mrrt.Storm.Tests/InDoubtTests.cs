using Auth0.AspNetCore.Mrrt.Storm.Judging;
using Auth0.AspNetCore.Mrrt.Storm.Nodes;
using Auth0.AspNetCore.Mrrt.Testing;

namespace Auth0.AspNetCore.Mrrt.Storm.Tests;

/// <summary>A family that was revoked is somebody's fault, unless the one server that could have known was killed.</summary>
public sealed class InDoubtTests
{
    private readonly Seen _seen = new();

    [Fact]
    public void A_reuse_is_counted_with_its_family_and_the_token_that_was_lost()
    {
        var verdict = _seen.Reuse(1, at: 2, by: Seen.Second).Judge();

        verdict.ReuseDetected.Should().Be(1);
        verdict.FamiliesRevoked.Should().Be(1);
        verdict.LostTokens.Should().Be(1);
        verdict.InDoubt.Should().Be(0);
        verdict.Passed.Should().BeFalse();
    }

    [Fact]
    public void A_family_is_in_doubt_when_the_server_was_killed_before_it_could_keep_the_answer()
    {
        _seen.Evidence.Add(new Kill(Seen.First, Seen.At(1.1)));
        _seen.Evidence.Add(new LastWord(Seen.User, Seen.At(3), "RefreshTokenRejected"));

        var verdict = _seen.Reuse(1, at: 2, by: Seen.Second).Judge();

        verdict.InDoubt.Should().Be(1);
        verdict.Notes.Should().ContainSingle().Which.Should().EndWith("granted to node 1 -100 ms after it was killed");
        verdict.Passed.Should().BeTrue(string.Join('\n', verdict.Findings));
    }

    [Fact]
    public void A_family_is_in_doubt_when_a_call_of_a_killed_server_arrived_after_the_next_one_s()
    {
        _seen.Evidence.Add(new Kill(Seen.Second, Seen.At(0.9)));

        var verdict = _seen.Reuse(1, at: 1.2, by: Seen.Second).Judge();

        verdict.InDoubt.Should().Be(1);
        verdict.Passed.Should().BeTrue();
    }

    [Fact]
    public void Another_server_s_death_excuses_nothing()
    {
        _seen.Evidence.Add(new Kill(Seen.Second, Seen.At(1.1)));

        _seen.Reuse(1, at: 2, by: Seen.Second with { Life = 2 }).Judge().ReuseDetected.Should().Be(1);
    }

    [Fact]
    public void Another_life_of_the_server_excuses_nothing()
    {
        _seen.Evidence.Add(new Kill(Seen.First with { Life = 2 }, Seen.At(1.1)));

        _seen.Reuse(1, at: 2, by: Seen.Second).Judge().ReuseDetected.Should().Be(1);
    }

    [Fact]
    public void A_server_that_lived_on_for_long_enough_should_have_kept_the_answer()
    {
        _seen.Evidence.Add(new Kill(Seen.First, Seen.At(1) + StormTimes.CommitWindow + TimeSpan.FromSeconds(0.1)));

        _seen.Reuse(1, at: 20, by: Seen.Second).Judge().ReuseDetected.Should().Be(1);
    }

    [Fact]
    public void A_server_that_gave_the_token_out_had_kept_the_answer_or_should_have()
    {
        _seen.Evidence.Add(new Kill(Seen.First, Seen.At(1.1)));

        _seen.Add(_seen.Answer()).Reuse(1, at: 2, by: Seen.Second).Judge().ReuseDetected.Should().Be(1);
    }

    [Fact]
    public void The_sign_in_s_token_of_a_moment_before_is_not_what_was_lost()
    {
        _seen.Evidence.Add(new Kill(Seen.First, Seen.At(1.1)));
        _seen.Add(_seen.Answer(token: Seen.Claims(issued: 0)) with { ObtainedAt = Seen.At(-0.1) });

        _seen.Reuse(1, at: 2, by: Seen.Second).Judge().InDoubt.Should().Be(1);
    }

    [Fact]
    public void What_the_rotation_brought_was_not_lost_when_somebody_used_it()
    {
        _seen.Evidence.Add(new Kill(Seen.First, Seen.At(1.1)));

        _seen.Add(Seen.Refresh(2, at: 1.5, Seen.Second)).Reuse(1, at: 2, by: Seen.Second).Judge()
            .ReuseDetected.Should().Be(1);
    }

    [Fact]
    public void Doubt_about_a_family_excuses_the_session_of_that_sign_in_only()
    {
        _seen.Evidence.Add(new Kill(Seen.First, Seen.At(1.1)));
        _seen.Reuse(1, at: 2, by: Seen.Second).Add(Seen.Login(Seen.User, at: 3, family: "another"));
        _seen.Evidence.Add(new LastWord(Seen.User, Seen.At(4), "RefreshTokenRejected"));

        var verdict = _seen.Judge();

        verdict.InDoubt.Should().Be(1);
        verdict.LostTokens.Should().Be(1);
    }

    [Fact]
    public void An_exchange_that_passes_over_what_the_last_one_brought_has_lost_it()
    {
        // An overlap period would let it pass; it is lost all the same.
        _seen.Add(Seen.Refresh(2, at: 2)).Add(Seen.Refresh(2, at: 3)).Judge().LostTokens.Should().Be(1);
    }

    [Fact]
    public void A_refusal_that_presents_the_newest_token_has_lost_none()
    {
        _seen.Add(Seen.Refresh(2, at: 2, outcome: TokenExchangeOutcome.Refused)).Judge().LostTokens.Should().Be(0);
    }

    [Fact]
    public void A_request_that_replaced_the_session_is_named_and_excuses_nothing()
    {
        _seen.Evidence.Add(new Attempt(Seen.User, "OutAndIn", Seen.At(1.1), Seen.At(1.2), Seen.Second, SignInOutcome.Committed));

        var verdict = _seen.Reuse(1, at: 2, by: Seen.Second).Judge();

        verdict.ReuseDetected.Should().Be(1);
        verdict.Findings.Should().ContainSingle().Which.Should().Contain("after OutAndIn");
    }
}
