using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Format;

/// <summary>What a session's record tells of a sign-in within the session.</summary>
public sealed class SignInTicketTests
{
    private static readonly SessionTokens Tokens = Tickets.Tokens();

    /// <summary>The record holds the tokens already, and newer ones.</summary>
    [Fact]
    public void The_ticket_holds_no_token_and_no_list_of_them()
    {
        var properties = Tickets.Of(Tokens).Properties;
        properties.Items["own"] = "the application's";
        var read = TicketPayload.Read(SignInTicket.Write(Tickets.Principal(), properties, "Cookies").ToArray());
        read.Properties.Items.Keys.Should().BeEquivalentTo([".issued", ".expires", ".persistent", "own"]);
        properties.Items.Should().ContainKey(TicketItems.RefreshToken, "the properties stay as they are");
    }

    [Fact]
    public void A_ticket_of_the_largest_size_is_kept_and_one_byte_more_is_not()
    {
        var room = SignInTicket.MaxBytes - Length(SignInTicket.MaxBytes - 1000) + SignInTicket.MaxBytes - 1000;
        Length(room).Should().Be(SignInTicket.MaxBytes);
        Length(room + 1).Should().Be(0);

        static int Length(int letters) => SignInTicket.Write(
            Tickets.Principal(), new AuthenticationProperties { Items = { ["large"] = new string('x', letters) } }, "Cookies").Length;
    }

    /// <summary>With the newer mark, the ticket would look like the newer sign-in's, and keep the older user's claims.</summary>
    [Theory]
    [InlineData(3, 5, 3)]
    [InlineData(5, 5, 5)]
    [InlineData(7, 5, 5)]
    [InlineData(0, 5, 0)]
    [InlineData(0, 0, 0)]
    public void A_ticket_of_an_older_sign_in_keeps_its_mark(int ticket, int tokens, int mark)
    {
        var newest = Tokens.With(new SignInMark(tokens, tokens, default));
        var marked = SignInTicket.Mark(Tickets.Of(Tokens.With(new SignInMark(ticket, ticket, default))), newest);
        marked.SignIn.Generation.Should().Be(mark);
        if (mark == tokens)
        {
            marked.Should().BeSameAs(newest);
        }
    }

    [Fact]
    public void The_session_of_a_sign_in_ends_with_its_ticket_or_at_its_ceiling()
    {
        var properties = new AuthenticationProperties();
        SignInTicket.EndOf(With(properties)).Should().BeNull("nothing ends it");
        properties.ExpiresUtc = Tickets.Now.AddHours(1);
        SignInTicket.EndOf(With(properties)).Should().Be(Tickets.Now.AddHours(1));
        SessionCeiling.Write(properties, Tickets.Now.ToUnixTimeSeconds());
        SignInTicket.EndOf(With(properties)).Should().Be(Tickets.Now - SessionCeiling.Margin);

        static SessionTokens With(AuthenticationProperties properties) => Tokens.With(
            new SignInMark(1, 1, SignInTicket.Write(Tickets.Principal(), properties, "Cookies")));
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0xA0 })]
    [InlineData(new byte[] { 0xA0, 99 })]
    [InlineData(new byte[] { 7 })]
    public void A_record_that_brings_no_ticket_that_can_be_read_tells_nothing(byte[] ticket)
    {
        var newest = Tokens.With(new SignInMark(9, 1, ticket));
        SignInTicket.EndOf(newest).Should().BeNull();
        SignInTicket.Newer(newest, known: 0, "Cookies").Should().BeNull();
    }
}
