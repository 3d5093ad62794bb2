using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Store;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Store;

/// <summary>Tokens in a ticket store of the application's own.</summary>
public sealed class TicketTokenStoreTests
{
    private readonly RecordedTickets _store = new();
    private readonly InProcessSessionCoordinator _coordinator = new(
        new ManualTimeProvider(), NullLogger<InProcessSessionCoordinator>.Instance);

    private readonly SessionTokens _tokens = Given.Holding(Given.Set("at-3", Given.Orders, "a", "a"));

    [Fact]
    public async Task A_newer_generation_is_written_into_the_ticket_and_nothing_else_of_it_changes()
    {
        var tokenStore = await KeeperAsync();
        (await tokenStore.KeepAsync(Newer())).Should().BeTrue();
        var ticket = (await _store.RetrieveAsync("1"))!;
        TicketTokens.Read(ticket.Properties.Items).RefreshToken.Should().Be("rt-4");
        ticket.Principal.FindFirst("own")!.Value.Should().Be("mine");
        (await tokenStore.ReadAsync())!.Generation.Should().Be(4);
    }

    [Fact]
    public async Task A_ticket_of_that_generation_or_a_newer_one_is_left_alone_and_holds_what_was_to_be_kept()
    {
        var tokenStore = await KeeperAsync();
        (await tokenStore.KeepAsync(_tokens)).Should().BeTrue();
        (await tokenStore.KeepAsync(new SessionTokens { SessionId = "session", Generation = 2 })).Should().BeTrue();
        _store.Renewals.Should().Be(0);
    }

    [Fact]
    public async Task A_ticket_that_is_gone_or_of_another_session_keeps_nothing()
    {
        var tokenStore = await KeeperAsync();
        (await tokenStore.KeepAsync(new SessionTokens { SessionId = "another", Generation = 9 })).Should().BeFalse();
        await _store.RemoveAsync("1");
        (await tokenStore.KeepAsync(Newer())).Should().BeFalse();
        (await tokenStore.ReadAsync()).Should().BeNull();
        _store.Renewals.Should().Be(0);
    }

    /// <summary>G8.</summary>
    [Fact]
    public async Task What_is_kept_for_a_session_that_has_ended_meanwhile_is_removed_again()
    {
        var tokenStore = await KeeperAsync();
        await _coordinator.EndAsync("session", until: null, CancellationToken.None);
        (await tokenStore.KeepAsync(Newer())).Should().BeFalse();
        _store.Keys.Should().BeEmpty();
    }

    [Theory]
    [InlineData("retrieve")]
    [InlineData("renew")]
    [InlineData("remove")]
    public async Task A_store_that_fails_is_out_of_reach_whatever_it_failed_at(string failing)
    {
        var tokenStore = await KeeperAsync();
        await _coordinator.EndAsync("session", until: null, CancellationToken.None);
        _store.Before = call => _ = call == failing ? throw new InvalidOperationException("s3cr3t") : call;
        var keep = async () => await tokenStore.KeepAsync(Newer());
        var thrown = (await keep.Should().ThrowAsync<SessionCoordinationException>()).Which;
        thrown.Message.Should().Contain("ticket store").And.NotContain("s3cr3t");
        thrown.InnerException.Should().BeOfType<InvalidOperationException>();
    }

    /// <summary>G15: the sign-in has committed its generation, and not yet written its ticket.</summary>
    [Fact]
    public async Task The_ticket_of_a_newer_sign_in_is_stored_in_the_place_of_an_older_one()
    {
        var tokenStore = await KeeperAsync();
        var user = new ClaimsPrincipal(new ClaimsIdentity([new Claim("own", "signed in again")], "test"));
        var signIn = new SignInMark(4, 1, SignInTicket.Write(user, new AuthenticationProperties(), "Cookies"));
        (await tokenStore.KeepAsync(Newer().With(signIn))).Should().BeTrue();
        var ticket = (await _store.RetrieveAsync("1"))!;
        ticket.Principal.FindFirst("own")!.Value.Should().Be("signed in again");
        TicketTokens.Read(ticket.Properties.Items).SignIn.Count.Should().Be(1);
    }

    [Fact]
    public async Task A_session_that_has_not_ended_keeps_its_ticket()
    {
        var tokenStore = await KeeperAsync();
        (await tokenStore.RemoveIfEndedAsync(_tokens)).Should().BeFalse();
        _store.Keys.Should().ContainSingle();
        await _coordinator.EndAsync("session", until: null, CancellationToken.None);
        (await tokenStore.RemoveIfEndedAsync(_tokens)).Should().BeTrue();
        _store.Keys.Should().BeEmpty();
    }

    private SessionTokens Newer() => _tokens.Next(_tokens.Primary, [], "rt-4", _tokens.IdToken);

    private async Task<TicketTokenStore> KeeperAsync()
    {
        var properties = new AuthenticationProperties();
        TicketTokens.Write(_tokens, properties.Items);
        var user = new ClaimsPrincipal(new ClaimsIdentity([new Claim("own", "mine")], "test"));
        return new TicketTokenStore(
            _store,
            await _store.StoreAsync(new AuthenticationTicket(user, properties, "Cookies")),
            new PrincipalRules(actions: null, NullLogger.Instance),
            new LiveSessions(
                _coordinator,
                new SessionProtector(new EphemeralDataProtectionProvider()),
                new DepartedSessions(),
                new(_coordinator, new ManualTimeProvider(), NullLogger<OtherProcess>.Instance),
                new ManualTimeProvider()));
    }
}
