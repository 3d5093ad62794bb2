using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Format;

public sealed class TicketPayloadTests
{
    [Fact]
    public void A_ticket_comes_back_item_by_item_and_claim_by_claim()
    {
        var ticket = Tickets.Of(Tickets.Tokens(additional: 3));
        ticket.Properties.Items["colour"] = "blue";
        var read = TicketPayload.Read(TicketPayload.Write(ticket));
        read.AuthenticationScheme.Should().Be("Cookies");
        read.Properties.Items.Should().BeEquivalentTo(ticket.Properties.Items);
        read.Principal.Claims.Select(claim => claim.ToString()).Should().Equal(ticket.Principal.Claims.Select(claim => claim.ToString()));
        read.Principal.Identity!.Name.Should().Be("Alice Example");
        read.Properties.ExpiresUtc.Should().Be(ticket.Properties.ExpiresUtc).And.NotBeNull();
    }

    /// <summary>What the framework's format keeps of an identity, this one keeps.</summary>
    [Theory]
    [InlineData(TicketFormat.Compact)]
    [InlineData(TicketFormat.Framework)]
    public void The_last_sign_in_within_a_session_comes_back_without_its_ticket(TicketFormat format)
    {
        var tokens = Tickets.Tokens(additional: 2).With(new SignInMark(3, 2, new byte[] { 1 }));
        var read = SessionTicketFormat.Ticket(TicketBytes.Of(Tickets.Of(tokens), format))!;
        var signIn = TicketTokens.Read(read.Properties.Items).SignIn;
        signIn.Should().BeEquivalentTo(new { Generation = 3, Count = 2 });
        signIn.Ticket.IsEmpty.Should().BeTrue();
    }

    [Fact]
    public void Everything_of_an_identity_comes_back()
    {
        var actor = new ClaimsIdentity([new Claim("sub", "service")], "act") { Actor = new ClaimsIdentity("act-of-act") };
        var identity = new ClaimsIdentity("type", "n", "r") { BootstrapContext = "boot", Actor = actor };
        var claim = new Claim("t", "v", "vt", "issuer", "original");
        claim.Properties["p"] = "1";
        identity.AddClaim(claim);
        var ticket = new AuthenticationTicket(
            new ClaimsPrincipal([identity, new ClaimsIdentity()]), new AuthenticationProperties(), "s");
        var read = TicketPayload.Read(TicketPayload.Write(ticket)).Principal.Identities.ToArray();
        read.Should().HaveCount(2);
        read[0].Should().BeEquivalentTo(
            new { AuthenticationType = "type", NameClaimType = "n", RoleClaimType = "r", BootstrapContext = "boot" });
        read[0].Actor!.Actor!.AuthenticationType.Should().Be("act-of-act");
        read[0].Actor!.FindFirst("sub")!.Value.Should().Be("service");
        var back = read[0].Claims.Single();
        back.Should().BeEquivalentTo(
            new { Type = "t", Value = "v", ValueType = "vt", Issuer = "issuer", OriginalIssuer = "original", Subject = read[0] },
            options => options.Excluding(of => of.Subject.Name).Using<ClaimsIdentity>(
                of => of.Subject.Should().BeSameAs(of.Expectation)).WhenTypeIs<ClaimsIdentity>());
        back.Properties.Should().Equal(new Dictionary<string, string> { ["p"] = "1" });
        read[1].IsAuthenticated.Should().BeFalse();
    }

    /// <summary>As the framework writes it; refused when it is read, it would sign its user out with every request.</summary>
    [Fact]
    public void A_property_without_a_value_comes_back_as_an_empty_one()
    {
        var claim = new Claim("t", "v");
        claim.Properties["p"] = null!;
        var ticket = new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([claim], "type")), "s");
        TicketPayload.Read(TicketPayload.Write(ticket)).Principal.Claims.Single().Properties["p"].Should().BeEmpty();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("access_token")]
    [InlineData("access_token;id_token;refresh_token;token_type;expires_at;scope")]
    public void What_the_application_lists_of_its_tokens_stays_listed(string? names)
    {
        var ticket = Tickets.Of(Tickets.Tokens(additional: 1));
        ticket.Properties.Items[TicketItems.TokenNames] = names;
        if (names is null)
        {
            ticket.Properties.Items.Remove(TicketItems.TokenNames);
        }

        var read = TicketPayload.Read(TicketPayload.Write(ticket)).Properties.Items;
        read.Should().BeEquivalentTo(ticket.Properties.Items, "so they are one by one");
        read.ToDictionary().Should().BeEquivalentTo(ticket.Properties.Items, "and all together");
    }

    /// <summary>A payload stands for little more than it is long, whoever made it.</summary>
    [Fact]
    public void A_short_payload_stands_for_no_long_ticket()
    {
        var tickets = Tickets.Of(Tickets.Tokens());
        var header = new string('e', 4000);
        for (var i = 0; i < 40; i++)
        {
            tickets.Properties.Items[$"item-{i}"] = $"{header}.eyJh.eyJh";
        }

        var audience = "https://" + new string('a', 3000);
        TicketTokens.Write(
            new SessionTokens
            {
                SessionId = "s",
                Generation = 0,
                Additional = [.. Enumerable.Range(0, 40).Select(i => Tickets.Set($"{audience}/{i}", $"{new string('e', 400)}{i:0000}.eyJh.eyJh"))],
            },
            tickets.Properties.Items);
        var payload = TicketPayload.Write(tickets);
        payload.Length.Should().BeGreaterThan((40 * 3000) + (40 * 2700));
        TicketPayload.Read(payload).Properties.Items.Should().BeEquivalentTo(tickets.Properties.Items);
    }

    [Theory]
    [InlineData("opaque")]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("eyJh.eyJh")]
    [InlineData("eyJh.eyJh.eyJh.eyJh")]
    [InlineData("eyJh.eyJ.eyJhY")] // a letter too many to be whole bytes
    [InlineData("eyJhbA==.eyJh.eyJh")] // padded
    [InlineData("eyJhbB.eyJh.eyJh")] // the last letter has bits that stand for nothing
    [InlineData("eyJh .eyJh.eyJh")]
    [InlineData("eyJh\n.eyJh.eyJh")]
    [InlineData("ey+/.eyJh.eyJh")]
    [InlineData("eyJh.eyJh.")]
    public void A_token_is_given_back_letter_by_letter(string token)
    {
        var writer = new PayloadWriter();
        new TokenTexts().Write(writer, token);
        new TokenTexts().Read(new PayloadReader(writer.ToArray())).Unpack().Should().Be(token);
    }

    [Fact]
    public void Only_what_its_bytes_give_back_is_packed()
    {
        PackedJwt.Of(Tickets.Jwt("a")).Should().NotBeNull();
        PackedJwt.Of("eyJhbB.eyJh.eyJh").Should().BeNull();
        PackedJwt.Of("eyJh\n.eyJh.eyJh").Should().BeNull();
        PackedJwt.Of("eyJh.eyJh.eyJh.eyJh").Should().BeNull();
    }

    [Fact]
    public void Tokens_that_their_items_do_not_give_back_stay_items()
    {
        var ticket = Tickets.Of(Tickets.Tokens(additional: 1));
        ticket.Properties.Items[TicketItems.ExpiresAt] = "2026-03-01T12:00:00Z"; // another handler's form
        ticket.Properties.Items[TicketItems.AccessTokens] += " ";
        var read = TicketPayload.Read(TicketPayload.Write(ticket));
        read.Properties.Items.Should().BeEquivalentTo(ticket.Properties.Items);
        ((SessionItems)read.Properties.Items).Tokens.Should().BeNull();
        TicketTokens.Read(read.Properties.Items).Additional.Should().ContainSingle();
    }

    [Fact]
    public void Tokens_that_the_application_keeps_beside_ours_stay_listed()
    {
        var ticket = Tickets.Of(Tickets.Tokens());
        var tokens = ticket.Properties.GetTokens().Append(new AuthenticationToken { Name = "other", Value = "its own" });
        ticket.Properties.StoreTokens(tokens);
        TicketTokens.Write(Tickets.Tokens(), ticket.Properties.Items);
        var read = TicketPayload.Read(TicketPayload.Write(ticket)).Properties;
        ((SessionItems)read.Items).Tokens.Should().NotBeNull();
        read.GetTokens().Select(token => token.Name).Should().Contain(["access_token", "refresh_token", "other"]);
        read.GetTokenValue("other").Should().Be("its own");
    }

    /// <summary>Until somebody reads one, a request makes no text of a token.</summary>
    [Fact]
    public void A_token_is_no_text_until_it_is_read()
    {
        var payload = TicketPayload.Write(Tickets.Of(Tickets.Tokens(additional: 20)));
        TicketPayload.Read(payload);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var read = TicketPayload.Read(payload);
        var reading = GC.GetAllocatedBytesForCurrentThread() - before;
        reading.Should().BeLessThan(22 * 900, "a token's text alone is twice as long as this per token");
        var items = (SessionItems)read.Properties.Items;
        items.Tokens!.Additional[19].AccessToken.Should().Be(Tickets.Jwt("https://api-20.example.com"));
        items.Tokens.Additional[19].AccessToken.Should().BeSameAs(items.Tokens.Additional[19].AccessToken);
    }

    [Fact]
    public void A_time_in_another_form_stays_as_it_is()
    {
        var ticket = Tickets.Of(Tickets.Tokens());
        ticket.Properties.Items[".issued"] = "yesterday";
        ticket.Properties.Items[".expires"] = "Thu, 01 Jan 1969 00:00:00 GMT";
        TicketPayload.Read(TicketPayload.Write(ticket)).Properties.Items
            .Should().Contain(".issued", "yesterday").And.Contain(".expires", "Thu, 01 Jan 1969 00:00:00 GMT");
    }

    [Fact]
    public void Another_version_and_what_is_too_long_are_refused()
    {
        var payload = TicketPayload.Write(Tickets.Of(Tickets.Tokens()));
        FluentActions.Invoking(() => TicketPayload.Read([.. payload, 0])).Should().Throw<FormatException>();
        FluentActions.Invoking(() => TicketPayload.Read(payload[..^1])).Should().Throw<FormatException>();
        payload[1]++;
        FluentActions.Invoking(() => TicketPayload.Read(payload)).Should().Throw<FormatException>();
    }

    /// <summary>The framework's format with the list as JSON takes 1,248 letters.</summary>
    [Fact]
    public void An_additional_token_of_900_letters_makes_the_cookie_less_than_900_longer()
    {
        var format = SessionTicketFormatTests.Format(TicketFormat.Compact);
        int Length(int additional) => format.Protect(Tickets.Of(Tickets.Tokens(additional))).Length;
        Tickets.Jwt("https://api-01.example.com").Length.Should().BeInRange(890, 910);
        ((Length(20) - Length(0)) / 20).Should().BeLessThanOrEqualTo(900);
        (Length(1) - Length(0)).Should().BeLessThanOrEqualTo(950);
    }
}
