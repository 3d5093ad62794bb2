using Auth0.AspNetCore.Mrrt.Storm.Judging;

namespace Auth0.AspNetCore.Mrrt.Storm.Tests;

/// <summary>Old cookies and open requests of a session that ended at second 10.</summary>
public sealed class EndedSessionTests
{
    private readonly Seen _seen = new();

    [Theory]
    [InlineData("cookie", 12)]
    [InlineData("store", 10)]
    public void A_copy_of_the_cookies_signs_in_nobody_after_the_announced_time(string mode, double known)
    {
        var rule = Rule("--mode", mode);

        rule.Keep("earlier cookies", Signed(known - 0.1), Seen.At(10));
        _seen.Judge().Resurrected.Should().Be(0);
        rule.Keep("earlier cookies", Signed(known), Seen.At(10));
        _seen.Judge().Resurrected.Should().Be(1);
    }

    [Fact]
    public void An_answer_that_nobody_is_signed_in_is_right()
    {
        Rule().Keep("earlier cookies", Signed(20) with { Subject = null, Token = null }, Seen.At(10));

        _seen.Evidence.AfterSignOut.Should().ContainSingle();
        _seen.Judge().Resurrected.Should().Be(0);
    }

    [Fact]
    public void A_request_without_an_answer_says_nothing()
    {
        Rule().Keep("earlier cookies", Signed(20) with { Node = null }, Seen.At(10));
        Rule().Keep("earlier cookies", Signed(20) with { Abandoned = true }, Seen.At(10));

        _seen.Evidence.AfterSignOut.Should().BeEmpty();
    }

    [Fact]
    public void A_server_that_stood_still_could_not_hear_of_the_end()
    {
        _seen.Evidence.BeginDisturbance(Seen.At(9)).End(Seen.At(11));

        Rule().Keep("earlier cookies", Signed(12.5), Seen.At(10));
        Rule().KeepOpen(Signed(12.5), Seen.At(10));
        _seen.Judge().Resurrected.Should().Be(0);
        Rule().Keep("earlier cookies", Signed(13.5), Seen.At(10));
        Rule().KeepOpen(Signed(13.5), Seen.At(10));
        _seen.Judge().Resurrected.Should().Be(2);
    }

    [Theory]
    [InlineData("postgresql", 12)]
    [InlineData("memory", 10)]
    public void An_open_request_gets_no_token_after_the_announced_time(string backend, double known)
    {
        var rule = Rule("--backend", backend, "--nodes", "1", "--mode", "store");

        rule.KeepOpen(Signed(known - 0.1), Seen.At(10));
        _seen.Judge().Resurrected.Should().Be(0);
        rule.KeepOpen(Signed(known), Seen.At(10));
        _seen.Judge().Resurrected.Should().Be(1);
    }

    [Fact]
    public void An_open_request_without_a_token_is_right_although_it_began_signed_in()
    {
        Rule().KeepOpen(Signed(20) with { Token = null }, Seen.At(10));

        _seen.Evidence.AfterSignOut.Should().ContainSingle();
        _seen.Judge().Resurrected.Should().Be(0);
    }

    private EndedSessionRule Rule(params string[] options) => new(StormOptions.Parse(options), _seen.Evidence);

    private Answer Signed(double asked) => _seen.Answer() with
    {
        Asked = Seen.At(asked),
        Answered = Seen.At(asked + 0.05),
        Node = Seen.First,
    };
}
