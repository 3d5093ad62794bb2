using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Store;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tests.Session.Format.Version1;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Store;

/// <summary>The tickets of sessions that live with the coordinator: sealed, and under the session's own name.</summary>
public sealed class ProtectedTicketStoreTests
{
    private readonly EphemeralDataProtectionProvider _keys = new();
    private readonly ScriptedSessions _store = new();
    private readonly DepartedSessions _departed = new();
    private readonly SessionProtector _protector;
    private readonly ProtectedTicketStore _tickets;

    public ProtectedTicketStoreTests()
    {
        _protector = new SessionProtector(_keys);
        _tickets = Over(_store);
    }

    [Fact]
    public async Task A_ticket_with_a_name_is_filed_under_it_and_one_without_under_a_new_one()
    {
        (await _tickets.StoreAsync(Ticket(Given.Holding()))).Should().Be("session");
        var nameless = new AuthenticationTicket(new ClaimsPrincipal(), "Cookies");
        var name = await _tickets.StoreAsync(nameless);
        name.Should().HaveLength(22);
        nameless.Properties.Items[TicketItems.SessionId].Should().Be(name);
    }

    /// <summary>Another name would open no ticket that is stored, and with the name of another seal each would open what
    /// the other has closed.</summary>
    [Fact]
    public async Task The_seal_of_tickets_is_its_own_and_stays_as_it_is()
    {
        await _tickets.StoreAsync(Ticket(Given.Holding()));
        TwoParts.Unprotect(_keys.CreateProtector("Auth0.AspNetCore.Mrrt.Ticket.v2"), _store.Ticket!).Should().NotBeNull();
        _protector.Unprotect("session", new SessionRecord(3, _store.Ticket!)).Should().BeNull();

        _store.Ticket = _protector.Protect(Given.Holding()).Payload.ToArray();
        (await _tickets.RetrieveAsync("session")).Should().BeNull();
    }

    [Fact]
    public async Task A_ticket_that_an_earlier_version_has_stored_opens()
    {
        var ticket = Ticket(Given.Holding());
        await _tickets.StoreAsync(ticket);
        _store.Ticket = _keys.CreateProtector("Auth0.AspNetCore.Mrrt.Ticket.v1").Protect(WriterOfVersion1.Ticket(ticket));
        (await _tickets.RetrieveAsync("session"))!.Properties.Items.Should().BeEquivalentTo(ticket.Properties.Items);
    }

    [Fact]
    public async Task A_newer_generation_than_the_tickets_is_given_out_with_it()
    {
        await _tickets.StoreAsync(Ticket(Given.Holding()));
        _store.Newest = _protector.Protect(Given.Holding().Next(null, [], "rt-4", "it-4"));
        Tokens(await _tickets.RetrieveAsync("session")).RefreshToken.Should().Be("rt-4");
    }

    /// <summary>G16: the sign-out ends the session first, while another server has the turn and the generation cannot be dropped.
    /// Then the ticket is removed, and the other server is done.</summary>
    [Fact]
    public async Task A_generation_that_is_dropped_with_the_ticket_goes_to_the_request_that_leaves_the_session()
    {
        var departure = _departed.Depart(Given.Holding());
        _store.Dropped = _protector.Protect(Given.Holding().Next(null, [], "rt-4", "it-4"));
        await _tickets.RemoveAsync("session");
        departure.Newest.RefreshToken.Should().Be("rt-4");
    }

    /// <summary>Whoever signs in anew with the items of a session may have put other tokens into them.</summary>
    [Fact]
    public async Task A_ticket_of_the_newest_generation_is_given_out_as_it_is()
    {
        await _tickets.StoreAsync(Ticket(Given.Holding()));
        _store.Newest = _protector.Protect(new SessionTokens { SessionId = "session", Generation = 3, RefreshToken = "rt-3 of before" });
        Tokens(await _tickets.RetrieveAsync("session")).RefreshToken.Should().Be("rt-3");
    }

    [Theory]
    [InlineData("")]
    [InlineData("AQIDBA==")]
    public async Task A_ticket_that_does_not_open_is_nobodys(string bytes)
    {
        _store.Ticket = Convert.FromBase64String(bytes);
        (await _tickets.RetrieveAsync("session")).Should().BeNull();
    }

    /// <summary>The session may have changed since.</summary>
    [Fact]
    public async Task Another_callback_of_the_login_that_named_the_session_finds_it_and_leaves_its_ticket()
    {
        await _tickets.StoreAsync(Ticket(Given.Holding()));
        var first = _store.Ticket;
        var second = Ticket(Given.Holding());
        NamedByLogin.Prove(second.Properties, "session");
        (await _tickets.StoreAsync(second)).Should().Be("session");
        _store.Ticket.Should().BeSameAs(first);
    }

    /// <summary>Under its name the cookie of the living session would open this ticket.</summary>
    [Theory]
    [InlineData(null, "Cookies")]
    [InlineData("of another login", "Cookies")]
    [InlineData("session", "Other")]
    public async Task Whoever_else_brings_the_name_of_a_living_session_gets_a_new_one(string? proof, string scheme)
    {
        await _tickets.StoreAsync(Ticket(Given.Holding()));
        var second = Ticket(Given.Holding(), scheme);
        if (proof is not null)
        {
            NamedByLogin.Prove(second.Properties, proof);
        }

        var name = await _tickets.StoreAsync(second);
        name.Should().HaveLength(22);
        Tokens(second).SessionId.Should().Be(name);
        Tokens(await _tickets.RetrieveAsync(name)).SessionId.Should().Be(name);
    }

    /// <summary>G6.</summary>
    [Fact]
    public async Task A_ticket_is_renewed_under_its_own_name_alone()
    {
        await _tickets.RenewAsync("another", Ticket(Given.Holding()));
        await _tickets.RenewAsync("session", new AuthenticationTicket(new ClaimsPrincipal(), "Cookies"));
        _store.Ticket.Should().BeNull();
        await _tickets.RenewAsync("session", Ticket(Given.Holding()));
        Tokens(await _tickets.RetrieveAsync("session")).RefreshToken.Should().Be("rt-3");
        (await _tickets.RetrieveAsync("another")).Should().BeNull();
    }

    /// <summary>G15: a late renewal has written over the ticket of the sign-in.</summary>
    [Fact]
    public async Task The_ticket_of_a_newer_sign_in_is_given_out_in_the_place_of_an_older_one()
    {
        await _tickets.StoreAsync(Ticket(Given.Holding()));
        var user = new ClaimsPrincipal(new ClaimsIdentity([new Claim("name", "signed in again")], "test"));
        var signIn = new SignInMark(4, 1, SignInTicket.Write(user, new AuthenticationProperties(), "Cookies"));
        _store.Newest = _protector.Protect(Given.Holding().Next(null, [], "rt-4", "it-4").With(signIn));
        var given = await _tickets.RetrieveAsync("session");
        given!.Principal.FindFirst("name")!.Value.Should().Be("signed in again");
        Tokens(given).RefreshToken.Should().Be("rt-4");
    }

    [Fact]
    public async Task Of_a_store_that_does_not_coordinate_the_coordinator_tells_what_has_ended()
    {
        var (tickets, _) = Apart();
        await tickets.StoreAsync(Ticket(Given.Holding()));
        _store.Elsewhere = () => new SessionStatus { Newest = _protector.Protect(Given.Holding().Next(null, [], "rt-4", "it-4")) };
        Tokens(await tickets.RetrieveAsync("session")).RefreshToken.Should().Be(
            "rt-3", "an exchange has to see what the ticket lacks");

        _store.Elsewhere = () => new SessionStatus { Ended = true };
        (await tickets.RetrieveAsync("session")).Should().BeNull("it has ended on another server");

        _store.Elsewhere = () => throw new SessionCoordinationException("out of reach");
        Tokens(await tickets.RetrieveAsync("session")).RefreshToken.Should().Be("rt-3", "the ticket is at hand");
    }

    [Fact]
    public async Task A_session_ends_before_its_ticket_goes_from_a_store_that_does_not_coordinate()
    {
        var (tickets, own) = Apart();
        await tickets.StoreAsync(Ticket(Given.Holding()));
        own.Removing = () => _store.Ends.Should().ContainSingle();
        await tickets.RemoveAsync("session");
        own.Ids.Should().BeEmpty();
    }

    /// <summary>Such a store knows of no end.</summary>
    [Fact]
    public async Task What_has_ended_does_not_come_back_into_a_store_that_does_not_coordinate()
    {
        var (tickets, own) = Apart();
        await tickets.StoreAsync(Ticket(Given.Holding()));
        _store.Known = new SessionStatus { Ended = true };
        await tickets.RenewAsync("session", Ticket(Given.Holding()));
        own.Ids.Should().BeEmpty();
        await tickets.StoreAsync(Ticket(Given.Holding()));
        own.Ids.Should().BeEmpty();
    }

    [Fact]
    public void A_store_keeps_generations_when_it_coordinates()
    {
        _tickets.KeepsGenerations.Should().BeTrue();
        Apart().Tickets.KeepsGenerations.Should().BeFalse();
    }

    /// <summary>The tickets are in a store of their own, and the scripted one coordinates.</summary>
    private (ProtectedTicketStore Tickets, TicketsApart Own) Apart()
    {
        var own = new TicketsApart();
        return (Over(own), own);
    }

    private ProtectedTicketStore Over(ISessionStore store) => new(
        store,
        _store,
        new LiveSessions(_store, _protector, _departed, new(_store, new ManualTimeProvider(), NullLogger<OtherProcess>.Instance), new ManualTimeProvider()),
        _protector,
        new StoredPrincipal(
            new NoClaims(),
            new TestMonitor<Auth0WebAppWithAccessTokenOptions>(new()),
            NullLogger<StoredPrincipal>.Instance),
        _keys,
        default);

    private static AuthenticationTicket Ticket(SessionTokens tokens, string scheme = "Cookies")
    {
        var properties = new AuthenticationProperties();
        TicketTokens.Write(tokens, properties.Items);
        return new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity("test")), properties, scheme);
    }

    private static SessionTokens Tokens(AuthenticationTicket? ticket) => TicketTokens.Read(ticket!.Properties.Items);
}
