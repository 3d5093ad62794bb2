using System.Collections.Immutable;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Model;

/// <summary>What keeps an application without a policy from spending a refresh token with each call.</summary>
public sealed class AudienceRefusalsTests
{
    private static readonly ImmutableDictionary<string, DateTimeOffset> None = ImmutableDictionary<string, DateTimeOffset>.Empty;

    [Theory]
    [InlineData(Given.Inventory, 0, true)]
    [InlineData(Given.Inventory, 59, true)]
    [InlineData(Given.Inventory, 60, false)]
    [InlineData(Given.Inventory, -1, false)]
    [InlineData(Given.Inventory + "/", 0, false)]
    [InlineData(null, 0, false)]
    public void An_audience_is_refused_for_a_minute_and_by_its_own_name(string? audience, int seconds, bool held) =>
        AudienceRefusals.Holds(AudienceRefusals.With(None, Given.Inventory, Given.Now), audience, Given.Now.AddSeconds(seconds))
            .Should().Be(held);

    [Fact]
    public void The_latest_ten_are_remembered()
    {
        var refusals = None;
        for (var i = 0; i < 12; i++)
        {
            refusals = AudienceRefusals.With(refusals, $"https://{i}", Given.Now.AddSeconds(i));
        }

        Enumerable.Range(0, 12).Where(i => AudienceRefusals.Holds(refusals, $"https://{i}", Given.Now.AddSeconds(12)))
            .Should().Equal(Enumerable.Range(2, 10));
        AudienceRefusals.With(refusals, "https://5", Given.Now.AddSeconds(13)).Should().HaveCount(10);
    }

    [Fact]
    public void What_is_over_or_granted_after_all_goes()
    {
        var refusals = AudienceRefusals.With(None, Given.Inventory, Given.Now);
        var both = AudienceRefusals.With(refusals, Given.Admin, Given.Now.AddSeconds(30));
        var later = Given.Now.AddSeconds(30);
        Held(AudienceRefusals.Without(both, Given.Admin, later), later).Should().Equal(Given.Inventory);
        later = Given.Now.AddSeconds(60);
        Held(AudienceRefusals.Without(both, null, later), later).Should().Equal(Given.Admin);
        AudienceRefusals.Without(both, null, later).Should().ContainSingle("what is over is gone");
        later = Given.Now.AddSeconds(89);
        Held(AudienceRefusals.With(both, Given.Orders, later), later).Should().Equal(Given.Orders, Given.Admin);
    }

    /// <summary>An audience may come from outside the application, and the session stands in a cookie.</summary>
    [Fact]
    public void A_long_audience_takes_no_more_room_than_a_short_one() =>
        AudienceRefusals.Write(AudienceRefusals.With(None, new string('x', 600), Given.Now))!.Length
            .Should().Be(AudienceRefusals.Write(AudienceRefusals.With(None, "x", Given.Now))!.Length);

    [Fact]
    public void Ten_are_many_until_their_minute_is_over()
    {
        var refusals = None;
        for (var i = 0; i < 10; i++)
        {
            AudienceRefusals.AreMany(refusals, Given.Now).Should().BeFalse();
            refusals = AudienceRefusals.With(refusals, $"https://{i}", Given.Now);
        }

        AudienceRefusals.AreMany(refusals, Given.Now.AddSeconds(59)).Should().BeTrue();
        AudienceRefusals.AreMany(refusals, Given.Now.AddSeconds(60)).Should().BeFalse();
    }

    [Fact]
    public void What_is_written_is_read_the_same_and_nothing_is_not_written()
    {
        AudienceRefusals.Write(None).Should().BeNull();
        var refusals = AudienceRefusals.With(None, "https://\"x\\\n", Given.Now);
        AudienceRefusals.Read(AudienceRefusals.Write(refusals)).Should().BeEquivalentTo(refusals);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("""{"https://x":"soon"}""")]
    [InlineData("""{"https://x":1772370060""")]
    [InlineData("""{"https://x":99999999999999999999}""")]
    [InlineData("""{"\ud800":1}""")]
    public void What_cannot_be_read_refuses_nothing(string? json) => AudienceRefusals.Read(json).Should().BeEmpty();

    [Fact]
    public void Half_a_surrogate_pair_refuses_nothing() =>
        AudienceRefusals.Read("{\"" + '\ud800' + "\":1}").Should().BeEmpty();

    [Theory]
    [InlineData("9223372036854775807")]
    [InlineData("-1")]
    [InlineData("1772366461")]
    public void An_end_that_nobody_has_given_refuses_nothing(string seconds) =>
        AudienceRefusals.Holds(AudienceRefusals.Read($$"""{"https://x":{{seconds}}}"""), "https://x", Given.Now).Should().BeFalse();

    private static IEnumerable<string> Held(ImmutableDictionary<string, DateTimeOffset> refusals, DateTimeOffset now) =>
        new[] { Given.Orders, Given.Inventory, Given.Admin }.Where(audience => AudienceRefusals.Holds(refusals, audience, now));
}
