using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Format;

/// <summary>Servers of two versions run side by side during an update. The older one loses nothing that the newer one has
/// written.</summary>
public sealed class SectionTests
{
    private const ulong OfTokens = 9 << 2;
    private const ulong OfTicket = (10 << 2) | 2;
    private const ulong LaterOfTokens = 12 << 2;
    private const ulong MustBeUnderstood = (11 << 2) | 1;

    private static readonly SessionTokens Tokens = Tickets.Tokens(additional: 1);

    [Fact]
    public void Sections_of_a_later_version_are_written_as_they_were()
    {
        byte[] written = [.. TicketPayload.Write(Tickets.Of(Tokens)), .. Section(OfTokens, 1, 2), .. Section(OfTicket, 3), .. Section(LaterOfTokens)];
        TicketPayload.Write(TicketPayload.Read(written)).Should().Equal(written);
    }

    /// <summary>Copies and the framework's format hold items only.</summary>
    [Fact]
    public void They_survive_a_copy_and_the_framework_s_format()
    {
        var ticket = TicketPayload.Read([.. TicketPayload.Write(Tickets.Of(Tokens)), .. Section(OfTokens, 1, 2), .. Section(OfTicket, 3)]);
        var whole = TicketPayload.Write(ticket);
        var copy = new AuthenticationTicket(ticket.Principal, ticket.Properties.Clone(), ticket.AuthenticationScheme);
        TicketPayload.Write(copy).Should().Equal(whole);
        var framework = TicketSerializer.Default.Deserialize(TicketSerializer.Default.Serialize(copy))!;
        var again = TicketPayload.Write(framework);
        TicketTokens.Read(TicketPayload.Read(again).Properties.Items).Kept.Should().ContainSingle()
            .Which.Bytes.ToArray().Should().Equal(1, 2);
        TicketPayload.Read(again).Properties.Items[TicketItems.TicketSections].Should().Be(ticket.Properties.Items[TicketItems.TicketSections]);
    }

    [Fact]
    public void Those_of_the_tokens_go_with_each_generation_and_its_record()
    {
        var ticket = TicketPayload.Read([.. TicketPayload.Write(Tickets.Of(Tokens)), .. Section(OfTokens, 1, 2), .. Section(OfTicket, 3)]);
        var tokens = TicketTokens.Read(ticket.Properties.Items);
        var next = tokens.Next(tokens.Primary, [], "rt-2", tokens.PackedIdToken).With(new SignInMark(4, 1, default)).WithoutRefreshToken();
        var protector = new SessionProtector(new EphemeralDataProtectionProvider());
        var opened = protector.Unprotect(next.SessionId, protector.Protect(next))!;
        var kept = opened.Kept.Should().ContainSingle().Which;
        (kept.Number, kept.Bytes.ToArray().Length).Should().Be((9UL, 2));
    }

    [Fact]
    public void Of_two_with_one_number_the_ticket_s_is_written()
    {
        var ticket = Tickets.Of(Tokens);
        ticket.Properties.Items[TicketItems.TicketSections] = KeptSectionsText.Write([new KeptSection((9 << 2) | 2, new byte[] { 3 })]);
        ticket.Properties.Items[TicketItems.TokenSections] = KeptSectionsText.Write([new KeptSection(OfTokens, new byte[] { 1 })]);
        var read = TicketPayload.Read(TicketPayload.Write(ticket));
        TicketTokens.Read(read.Properties.Items).Kept.Should().BeEmpty();
        KeptSectionsText.Read(read.Properties.Items[TicketItems.TicketSections], ofTicket: true).Should().ContainSingle();
    }

    /// <summary>An application may begin a login with the properties of another user's session.</summary>
    [Fact]
    public void A_session_of_another_login_leaves_none_behind()
    {
        var items = new Dictionary<string, string?>
        {
            [TicketItems.TicketSections] = KeptSectionsText.Write([new KeptSection(OfTicket, new byte[] { 3 })]),
            [TicketItems.TokenSections] = KeptSectionsText.Write([new KeptSection(OfTokens, new byte[] { 1 })]),
            [TicketItems.RefreshToken] = "rt",
        };
        PreviousSessionItems.Drop(items, previous: null, mayChangeTokens: false);
        items.Keys.Should().Equal(TicketItems.RefreshToken);
    }

    [Fact]
    public void One_that_must_be_understood_is_refused()
    {
        FluentActions.Invoking(() => TicketPayload.Read([.. TicketPayload.Write(Tickets.Of(Tokens)), .. Section(MustBeUnderstood)]))
            .Should().Throw<FormatException>().WithMessage("*later version*");
        FluentActions.Invoking(() => TokenBytes.Read([.. TokenBytes.Of(Tokens), .. Section(MustBeUnderstood)]))
            .Should().Throw<FormatException>();
    }

    /// <summary>A number stands for one section, whatever its marks are.</summary>
    [Fact]
    public void A_known_number_with_other_marks_a_repeated_one_and_an_earlier_one_are_refused()
    {
        var tokens = TokenBytes.Of(Tokens);
        foreach (var section in (ulong[])[(3 << 2) | 2, OfTokens, 3 << 2, 0])
        {
            FluentActions.Invoking(() => TokenBytes.Read([.. tokens, .. Section(OfTokens), .. Section(section)]))
                .Should().Throw<FormatException>().WithMessage("*not in its place*");
        }

        FluentActions.Invoking(() => TokenBytes.Read(Section(3 << 2))).Should().Throw<FormatException>().WithMessage("*later version*");
    }

    [Fact]
    public void Additional_tokens_without_a_session_are_refused() =>
        FluentActions.Invoking(() => TokenBytes.Read(Section((4 << 2) | 1, 0))).Should().Throw<FormatException>().WithMessage("*no session*");

    [Fact]
    public void A_section_that_holds_more_or_less_than_it_says_is_refused()
    {
        FluentActions.Invoking(() => TokenBytes.Read([.. TokenBytes.Of(Tokens), .. Section((7 << 2) | 1, 1, 1, 1)]))
            .Should().Throw<FormatException>().WithMessage("*end where it should*");
        FluentActions.Invoking(() => TokenBytes.Read([.. TokenBytes.Of(Tokens), .. Section((7 << 2) | 1, 1)]))
            .Should().Throw<FormatException>().WithMessage("*too early*");
    }

    [Theory]
    [InlineData("!")]
    [InlineData("AAAA")]
    [InlineData("JAIB")] // a length past the end
    [InlineData("JgA")] // of a ticket
    [InlineData("DAA")] // a number that this version knows
    [InlineData("JQA")] // must be understood
    [InlineData("JAAkAA")] // twice
    public void An_item_that_holds_no_sections_is_none(string text) =>
        KeptSectionsText.Read(text, ofTicket: false).Should().BeEmpty();

    [Fact]
    public void The_length_of_a_section_has_one_form_at_each_size()
    {
        foreach (var length in (int[])[0, 1, 127, 128, 16_383, 16_384])
        {
            var writer = new PayloadWriter(capacity: 8);
            var start = writer.BeginSection(OfTokens);
            writer.Raw(new byte[length]);
            writer.EndSection(start);
            writer.ToArray().Should().Equal(Section(OfTokens, new byte[length]));
        }
    }

    private static byte[] Section(ulong tag, params byte[] bytes)
    {
        var writer = new PayloadWriter();
        writer.Number(tag);
        writer.Bytes(bytes);
        return writer.ToArray();
    }
}
