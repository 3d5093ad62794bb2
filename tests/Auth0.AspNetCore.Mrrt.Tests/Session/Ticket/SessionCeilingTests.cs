using System.Globalization;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;
using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Ticket;

/// <summary>The end that the identity provider sets for a session.</summary>
public sealed class SessionCeilingTests
{
    private static readonly long Ceiling = Given.Now.ToUnixTimeSeconds();
    private static readonly DateTimeOffset End = Given.Now - SessionCeiling.Margin;

    private readonly AuthenticationProperties _properties = new();

    [Theory]
    [InlineData(1L, true)]
    [InlineData(9_999_999_999L, true)]
    [InlineData(10_000_000_000L, false)]
    [InlineData(0L, false)]
    [InlineData(-1L, false)]
    [InlineData(null, false)]
    public void What_makes_sense_is_noted_and_anything_else_as_a_login_that_says_nothing(long? expiry, bool noted)
    {
        SessionCeiling.IsPlausible(expiry).Should().Be(noted);
        SessionCeiling.Write(_properties, 7);
        SessionCeiling.Write(_properties, expiry);
        _properties.GetString(TicketItems.SessionExpiry)
            .Should().Be(noted ? expiry!.Value.ToString(CultureInfo.InvariantCulture) : "");
        SessionCeiling.End(_properties).HasValue.Should().Be(noted);
    }

    /// <summary>A login says so itself, or that there is none; any other sign-in goes on from the session before.</summary>
    [Theory]
    [InlineData(false, 1, true)]
    [InlineData(true, 1, false)]
    [InlineData(false, -1, false)]
    public void A_sign_in_that_is_no_login_takes_over_the_end_of_the_session_before_unless_that_is_over(
        bool login, int secondsLeft, bool taken)
    {
        var previous = new AuthenticationProperties();
        SessionCeiling.Write(previous, Ceiling);
        if (login)
        {
            _properties.Items[TicketItems.Scheme] = Auth0Constants.AuthenticationScheme;
        }

        SessionCeiling.Continue(_properties, previous, End.AddSeconds(-secondsLeft));
        SessionCeiling.End(_properties).Should().Be(taken ? End : null);
    }

    [Fact]
    public void A_login_that_says_nothing_takes_over_nothing_and_leaves_no_note()
    {
        var previous = new AuthenticationProperties();
        SessionCeiling.Write(previous, Ceiling);
        SessionCeiling.Write(_properties, null);
        SessionCeiling.Continue(_properties, previous, End.AddSeconds(-1));
        _properties.Items.Should().BeEmpty();
        SessionCeiling.Continue(_properties, previous: null, End);
        _properties.Items.Should().BeEmpty();
    }

    [Fact]
    public void An_end_of_its_own_stays()
    {
        var previous = new AuthenticationProperties();
        SessionCeiling.Write(previous, Ceiling);
        SessionCeiling.Write(_properties, Ceiling + 60);
        SessionCeiling.Continue(_properties, previous, End.AddSeconds(-1));
        SessionCeiling.End(_properties).Should().Be(End.AddSeconds(60));
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    public void A_session_ends_half_a_minute_before(int seconds, bool over)
    {
        SessionCeiling.Write(_properties, Ceiling);
        SessionCeiling.End(_properties).Should().Be(End);
        SessionCeiling.IsOver(Ceiling, End.AddSeconds(seconds)).Should().Be(over);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("10000000000")]
    [InlineData("soon")]
    public void Without_a_note_that_makes_sense_no_session_ends(string? note)
    {
        _properties.Items[TicketItems.SessionExpiry] = note;
        SessionCeiling.End(_properties).Should().BeNull();
        SessionCeiling.IsReached(_properties).Should().BeFalse();
        SessionCeiling.Cap(_properties, Given.Now);
        _properties.ExpiresUtc.Should().BeNull();
    }

    /// <summary>The name under which the official SDK notes the end.</summary>
    [Fact]
    public void A_session_that_the_official_SDK_began_keeps_its_end()
    {
        _properties.Items["auth0:session_expiry"] = Ceiling.ToString(CultureInfo.InvariantCulture);

        SessionCeiling.End(_properties).Should().Be(End);
    }

    [Fact]
    public void An_end_that_a_login_of_ours_notes_wins_over_that_of_the_official_SDK()
    {
        _properties.Items["auth0:session_expiry"] = "1";
        SessionCeiling.Write(_properties, Ceiling);

        SessionCeiling.End(_properties).Should().Be(End);
    }

    [Fact]
    public void Our_note_wins_over_one_of_the_official_SDK_that_came_later()
    {
        SessionCeiling.Write(_properties, Ceiling);
        _properties.Items["auth0:session_expiry"] = "1";

        SessionCeiling.End(_properties).Should().Be(End);
    }

    /// <summary>Seconds after the ceiling's end at which the ticket expires, if it does.</summary>
    [Theory]
    [InlineData(true, -1, -1)]
    [InlineData(true, 0, 0)]
    [InlineData(true, 1, 0)]
    [InlineData(true, null, 0)]
    [InlineData(false, 1, 1)]
    [InlineData(false, null, null)]
    public void A_session_that_nobody_renews_ends_with_its_ticket_or_at_its_ceiling(bool hasCeiling, int? expires, int? ends)
    {
        SessionCeiling.Write(_properties, hasCeiling ? Ceiling : null);
        SessionCeiling.End(_properties, After(expires)).Should().Be(After(ends));

        static DateTimeOffset? After(int? seconds) => seconds is { } given ? End.AddSeconds(given) : null;
    }

    /// <summary>Seconds after the session's end, if anything is said, and where the ticket ends then.</summary>
    [Theory]
    [InlineData(-5, 60, -5, false)]
    [InlineData(0, 60, 0, true)]
    [InlineData(5, -60, 0, true)]
    [InlineData(null, 60, 0, true)]
    [InlineData(null, -60, null, false)]
    public void A_ticket_ends_with_its_session_or_before(int? says, int otherwise, int? ends, bool reached)
    {
        SessionCeiling.Write(_properties, Ceiling);
        _properties.ExpiresUtc = says is { } seconds ? End.AddSeconds(seconds) : null;
        SessionCeiling.Cap(_properties, End.AddSeconds(otherwise));
        _properties.ExpiresUtc.Should().Be(ends is { } end ? End.AddSeconds(end) : null);
        SessionCeiling.IsReached(_properties).Should().Be(reached);
    }

    /// <summary>The official SDK's sessions hold the end under a name of their own.</summary>
    [Theory]
    [InlineData("1700000000", 1_700_000_000L)]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("soon", null)]
    [InlineData("-5", null)]
    [InlineData("1700000000000", null)]
    [InlineData("1.7e9", null)]
    public void An_end_that_the_official_SDK_noted_counts(string? note, long? end)
    {
        _properties.Items["auth0:session_expiry"] = note;
        SessionCeiling.End(_properties).Should().Be(
            end is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) - SessionCeiling.Margin : null);
    }

    [Fact]
    public void A_sign_in_goes_on_with_the_end_that_the_official_SDK_noted()
    {
        var previous = new AuthenticationProperties();
        previous.Items["auth0:session_expiry"] = Ceiling.ToString(CultureInfo.InvariantCulture);
        SessionCeiling.Continue(_properties, previous, End.AddSeconds(-1));
        SessionCeiling.End(_properties).Should().Be(End);
    }

    [Fact]
    public void A_login_has_an_end_of_its_own_whatever_the_official_SDK_noted_before()
    {
        _properties.Items["auth0:session_expiry"] = Ceiling.ToString(CultureInfo.InvariantCulture);
        SessionCeiling.Write(_properties, null);
        SessionCeiling.Continue(_properties, previous: null, End);
        SessionCeiling.End(_properties).Should().BeNull();
        _properties.Items.Should().BeEmpty();
    }
}
