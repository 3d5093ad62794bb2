using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Microsoft.AspNetCore.DataProtection;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Format;

/// <summary>Additional tokens stand in a part of their own. It opens with the first part that it was written with, and with no
/// other.</summary>
public sealed class SeparateTokensTests
{
    private readonly SessionTicketFormat _format = SessionTicketFormatTests.Format(TicketFormat.Compact);

    /// <summary>The first parts in rows and the second parts in columns: two sessions, two generations, and the same generation
    /// twice.</summary>
    [Fact]
    public void Of_all_first_and_second_parts_only_those_of_one_cookie_belong_together()
    {
        var first = Tickets.Tokens(additional: 2);
        SessionTokens[] sessions =
        [
            first,
            Tickets.Tokens(additional: 2),
            first.Next(first.Primary, first.Additional, "rt-2", first.PackedIdToken),
            new() { SessionId = "another", Generation = 3, Primary = first.Primary, Additional = first.Additional, RefreshToken = "rt" },
        ];
        var cookies = Array.ConvertAll(sessions, tokens => _format.Protect(Tickets.Of(tokens)).Split('.'));
        cookies.Should().OnlyContain(parts => parts.Length == 2);
        for (var row = 0; row < cookies.Length; row++)
        {
            for (var column = 0; column < cookies.Length; column++)
            {
                var read = Read($"{cookies[row][0]}.{cookies[column][1]}");
                read.SessionId.Should().Be(sessions[row].SessionId);
                read.Additional.Length.Should().Be(row == column ? 2 : 0, $"row {row}, column {column}");
            }
        }
    }

    /// <summary>The session lives on: the next exchange obtains the tokens again.</summary>
    [Theory]
    [InlineData(".")]
    [InlineData(".AAAA")]
    [InlineData(".!!!!")]
    [InlineData("")]
    [InlineData(".AAAAAAAAAAAAAAAAAAAAAA")]
    public void A_part_that_is_missing_or_no_part_holds_no_tokens(string second)
    {
        var first = _format.Protect(Tickets.Of(Tickets.Tokens(additional: 2))).Split('.')[0];
        var read = Read(first + second);
        read.Additional.Should().BeEmpty();
        read.RefreshToken.Should().Be(Tickets.Tokens().RefreshToken);
        _format.Protect(Tickets.Of(read)).Should().NotContain(".");
    }

    [Fact]
    public void A_session_without_additional_tokens_has_one_part() =>
        _format.Protect(Tickets.Of(Tickets.Tokens())).Should().NotContain(".");

    [Fact]
    public void Nothing_is_opened_for_the_token_of_the_login()
    {
        var read = Read(Tickets.Tokens(additional: 3));
        read.AdditionalFor("https://api.example.com").Should().BeEmpty();
        read.IsUnopened.Should().BeTrue();
        read.AdditionalFor("https://api-01.example.com").Should().HaveCount(3);
        read.IsUnopened.Should().BeFalse();
    }

    /// <summary>A token with fewer scopes for the same API may be the better one.</summary>
    [Fact]
    public void It_is_opened_when_it_may_hold_a_token_for_the_login_s_audience()
    {
        var tokens = Tickets.Tokens();
        var read = Read(tokens.With([Tickets.Set("https://api.example.com", scope: "read:all")]));
        read.AdditionalFor("https://api.example.com").Should().ContainSingle();
    }

    [Fact]
    public void Who_asks_gets_the_same_tokens()
    {
        var read = Read(Tickets.Tokens(additional: 2));
        var all = new System.Collections.Concurrent.ConcurrentBag<AccessTokenSet>();
        Parallel.For(0, 32, _ => all.Add(read.Additional[1]));
        all.Distinct().Should().ContainSingle();
    }

    [Fact]
    public void What_nobody_has_opened_is_written_as_it_is()
    {
        var text = _format.Protect(Tickets.Of(Tickets.Tokens(additional: 3)));
        var ticket = _format.Unprotect(text)!;
        _format.Protect(ticket).Split('.')[1].Should().Be(text.Split('.')[1]);

        _ = TicketTokens.Read(ticket.Properties.Items).Additional;
        _format.Protect(ticket).Split('.')[1].Should().NotBe(text.Split('.')[1], "the tokens note when they were used");
        TicketTokens.Read(_format.Unprotect(_format.Protect(ticket))!.Properties.Items).Additional.Should().HaveCount(3);
    }

    [Fact]
    public void The_part_of_a_record_serves_the_cookie_of_the_same_generation()
    {
        var protector = new SessionProtector(new EphemeralDataProtectionProvider());
        var tokens = Tickets.Tokens(additional: 3);
        protector.Protect(tokens);
        var part = tokens.Separate;
        var ticket = Tickets.Of(Tickets.Tokens());
        var items = new SessionItems(ticket.Properties.Items);
        items.Renew(tokens);
        var written = TicketPayload.Write(
            new(ticket.Principal, new(items), ticket.AuthenticationScheme), out var separate);
        separate.Should().NotBeNull().And.BeSameAs(part);
        TicketTokens.Read(TicketPayload.Read(written, separate!.Sealed).Properties.Items).Additional.Should().HaveCount(3);
    }

    /// <summary>The headers of the first part's tokens are used again in the second one.</summary>
    [Fact]
    public void A_change_of_the_first_part_s_tokens_makes_a_new_part()
    {
        var jwt = new SessionTokens
        {
            SessionId = "s",
            Generation = 1,
            RefreshToken = "eyJyIjoxfQ.eyJh.eyJh",
            Additional = Tickets.Tokens(additional: 2).Additional,
        };
        var read = Read(jwt);
        var without = read.WithoutRefreshToken();
        without.IsUnopened.Should().BeTrue();
        Read(without).Additional.Select(set => set.AccessToken).Should().Equal(jwt.Additional.Select(set => set.AccessToken));
    }

    private SessionTokens Read(SessionTokens tokens) => Read(_format.Protect(Ticket(tokens)));

    private SessionTokens Read(string cookie) => TicketTokens.Read(_format.Unprotect(cookie)!.Properties.Items);

    /// <summary>A ticket whose tokens are no texts.</summary>
    private static Microsoft.AspNetCore.Authentication.AuthenticationTicket Ticket(SessionTokens tokens)
    {
        var ticket = Tickets.Of(Tickets.Tokens());
        var items = new SessionItems(ticket.Properties.Items);
        items.Renew(tokens);
        return new(ticket.Principal, new(items), ticket.AuthenticationScheme);
    }
}
