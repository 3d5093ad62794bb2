using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Format;

public sealed class SessionTicketFormatTests
{
    private static readonly IDataProtector Protector =
        new EphemeralDataProtectionProvider().CreateProtector("tests");

    [Theory]
    [InlineData(TicketFormat.Compact, TicketFormat.Compact)]
    [InlineData(TicketFormat.Compact, TicketFormat.Framework)]
    [InlineData(TicketFormat.Framework, TicketFormat.Compact)]
    [InlineData(TicketFormat.Framework, TicketFormat.Framework)]
    public void Whatever_is_written_both_are_read(TicketFormat writes, TicketFormat reads)
    {
        var ticket = Tickets.Of(Tickets.Tokens(additional: 2));
        var read = Format(reads).Unprotect(Format(writes).Protect(ticket))!;
        TicketTokens.Read(read.Properties.Items).Additional.Select(set => set.AccessToken)
            .Should().Equal(Tickets.Tokens(additional: 2).Additional.Select(set => set.AccessToken));
        read.Principal.Identity!.Name.Should().Be("Alice Example");
    }

    [Fact]
    public void What_the_framework_wrote_is_read_and_the_framework_reads_what_is_written_for_it()
    {
        var framework = new TicketDataFormat(Protector);
        var ticket = Tickets.Of(Tickets.Tokens());
        Format(TicketFormat.Compact).Unprotect(framework.Protect(ticket))!.Properties.Items
            .Should().BeEquivalentTo(ticket.Properties.Items);
        framework.Unprotect(Format(TicketFormat.Framework).Protect(ticket))!.Properties.Items
            .Should().BeEquivalentTo(ticket.Properties.Items);
    }

    /// <summary>A server without this library, in the middle of a change: nobody is signed in there, and nothing
    /// breaks.</summary>
    [Fact]
    public void The_framework_takes_a_compact_ticket_for_none() =>
        new TicketDataFormat(Protector).Unprotect(Format(TicketFormat.Compact).Protect(Tickets.Of(Tickets.Tokens()))).Should().BeNull();

    [Fact]
    public void Base64url_with_padding_stands_for_the_same_ticket()
    {
        var format = Format(TicketFormat.Compact);
        var texts = Enumerable.Range(0, 3)
            .Select(additional => format.Protect(Tickets.Of(Tickets.Tokens(additional: additional))))
            .Where(text => text.Length % 4 != 0)
            .ToArray();
        texts.Should().NotBeEmpty("a text without a rest has no padding");
        texts.Should().OnlyContain(text =>
            format.Unprotect(text + new string('=', 4 - (text.Length % 4)))!.Principal.Identity!.Name == "Alice Example");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("!!!")]
    [InlineData("abc")]
    [InlineData("AAAA")]
    public void What_is_no_ticket_signs_nobody_in(string? text) => Format(TicketFormat.Compact).Unprotect(text).Should().BeNull();

    [Fact]
    public void A_ticket_for_one_purpose_is_none_for_another()
    {
        var format = Format(TicketFormat.Compact);
        var text = format.Protect(Tickets.Of(Tickets.Tokens()), "one");
        format.Unprotect(text, "one").Should().NotBeNull();
        format.Unprotect(text, "other").Should().BeNull();
        format.Unprotect(text).Should().BeNull();
    }

    /// <summary>Whoever has the keys may have sealed anything under them: nobody is signed in by it, and no request fails of
    /// it.</summary>
    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 5, 0, 0, 0 })]
    [InlineData(new byte[] { 5, 0, 0, 0, 7, 67 })]
    [InlineData(new byte[] { 5, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff })]
    [InlineData(new byte[] { 0xA0, 1 })]
    public void What_is_no_ticket_is_refused_in_one_way(byte[] bytes) =>
        FluentActions.Invoking(() => SessionTicketFormat.Ticket(bytes)).Should().Throw<FormatException>();

    /// <summary>The framework's own reader takes memory for whatever number stands there: gigabytes for a few bytes.</summary>
    [Theory]
    [InlineData(new byte[] { 5, 0, 0, 0, 1, 67, 0xff, 0xff, 0xff, 0x7f })]
    [InlineData(new byte[] { 5, 0, 0, 0, 1, 67, 0, 0, 0, 0, 1, 0, 0, 0, 0xff, 0xff, 0xff, 0x7f })]
    public void A_number_of_identities_or_items_that_the_bytes_cannot_hold_is_refused(byte[] bytes) =>
        FluentActions.Invoking(() => SessionTicketFormat.Ticket(bytes)).Should().Throw<FormatException>();

    internal static SessionTicketFormat Format(TicketFormat writes) => new(Protector, writes);
}
