using System.Security.Claims;
using System.Text;
using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Format;

/// <summary>Which items of a ticket are packed, and where its payload ends.</summary>
public sealed class TicketPayloadPartsTests
{
    [Fact]
    public void A_ticket_without_items_comes_back_without_items() => Items(Read(Ticket([]))).Should().BeEmpty();

    [Theory]
    [InlineData("Thu, 01 Jan 1970 00:00:00 GMT", true)]
    [InlineData("Thu, 01 Jan 1970 00:00:01 GMT", true)]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT", true)]
    [InlineData("Wed, 31 Dec 1969 23:59:59 GMT", false)]
    [InlineData("2026-03-01T12:00:00Z", false)]
    [InlineData("", false)]
    public void A_time_since_1970_in_the_framework_s_form_is_a_number(string time, bool isNumber)
    {
        foreach (var name in (string[])[".issued", ".expires"])
        {
            var payload = TicketPayload.Write(Ticket(new() { [name] = time }));
            Items(TicketPayload.Read(payload)).Should().BeEquivalentTo(new Dictionary<string, string?> { [name] = time });
            (payload.AsSpan().IndexOf(Encoding.ASCII.GetBytes(name)) < 0).Should().Be(isNumber);
        }
    }

    /// <summary>Whoever made the number: a ticket never expires later than the calendar's end.</summary>
    [Fact]
    public void A_time_past_all_stands_for_the_last_second()
    {
        var writer = new PayloadWriter();
        writer.Raw([0xA0, 2]);
        var start = writer.BeginSection(Section.Ticket);
        writer.Text("Cookies");
        writer.Number(0);
        writer.Number(ulong.MaxValue);
        writer.Number(1UL << 63);
        writer.EndSection(start);
        Items(TicketPayload.Read(writer.ToArray())).Should().BeEquivalentTo(new Dictionary<string, string?>
        {
            [".issued"] = "Fri, 31 Dec 9999 23:59:59 GMT",
            [".expires"] = "Fri, 31 Dec 9999 23:59:59 GMT",
        });
    }

    [Fact]
    public void Bytes_after_the_end_are_refused_with_tokens_a_sign_in_and_without_either()
    {
        var tokens = Tickets.Tokens();
        AuthenticationTicket[] tickets = [Ticket([]), Tickets.Of(tokens), Tickets.Of(tokens.With(new SignInMark(2, 1, default)))];
        foreach (var payload in tickets.Select(TicketPayload.Write))
        {
            TicketPayload.Read(payload).Should().NotBeNull();
            FluentActions.Invoking(() => TicketPayload.Read([.. payload, 0, 0, 0])).Should().Throw<FormatException>()
                .WithMessage("*not in its place*");
        }
    }

    [Fact]
    public void Another_mark_or_version_is_refused()
    {
        var payload = TicketPayload.Write(Ticket([]));
        foreach (var other in (byte[][])[[0xA1, .. payload[1..]], [payload[0], 0, .. payload[2..]], [payload[0], 3, .. payload[2..]]])
        {
            FluentActions.Invoking(() => TicketPayload.Read(other)).Should().Throw<FormatException>().WithMessage("*another version*");
        }

        TicketPayload.IsMarked(payload).Should().BeTrue();
        TicketPayload.IsMarked(payload.AsSpan(1)).Should().BeFalse();
        TicketPayload.IsMarked([]).Should().BeFalse();
    }

    /// <summary>A session from before the library noted its origin is packed all the same. The note comes with it.</summary>
    [Theory]
    [InlineData(TicketItems.OriginScheme)]
    [InlineData(TicketItems.OriginToken)]
    public void Tokens_without_a_note_of_their_origin_are_packed(string missing)
    {
        var ticket = Tickets.Of(Tickets.Tokens(additional: 1));
        var items = ticket.Properties.Items.ToDictionary();
        ticket.Properties.Items.Remove(missing).Should().BeTrue();
        var read = (SessionItems)Read(ticket).Properties.Items;
        read.Tokens.Should().NotBeNull();
        read.Should().BeEquivalentTo(items);
    }

    [Fact]
    public void Tokens_without_any_name_to_derive_or_a_list_stay_items()
    {
        var items = new Dictionary<string, string?> { [TicketItems.Scheme] = "Auth0", [TicketItems.TokenNames] = "" };
        Items(Read(Ticket(items))).Should().BeEquivalentTo(items);
        ((SessionItems)Read(Ticket(items)).Properties.Items).Tokens.Should().BeNull();
    }

    private static AuthenticationTicket Ticket(Dictionary<string, string?> items) =>
        new(new ClaimsPrincipal(), new AuthenticationProperties(items), "Cookies");

    private static AuthenticationTicket Read(AuthenticationTicket ticket) => TicketPayload.Read(TicketPayload.Write(ticket));

    private static Dictionary<string, string?> Items(AuthenticationTicket ticket) => ticket.Properties.Items.ToDictionary();
}
