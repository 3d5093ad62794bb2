using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Tests.Attack;

/// <summary>A ticket store of the application's, which creates on renewal what is not there and outlives the process.</summary>
public sealed class ApplicationStoreAttackTests
{
    private readonly RecordedTickets _tickets = new();

    /// <summary>G5. After a restart the store is all there is: a spent refresh token in it ends the family (G4).</summary>
    [Fact]
    public async Task A_request_that_exchanges_and_slides_leaves_the_new_tokens_in_the_store()
    {
        await using var app = await AppHost.StartAsync(build: builder => builder.WithSessionStore(_tickets));
        using var browser = await app.SignedInAsync();
        app.Tenant.Advance(TimeSpan.FromDays(8));
        var renewed = await browser.TokenAsync();
        renewed.Token.Should().NotBeNull();

        var stored = await StoredAsync();
        stored.Properties.GetTokenValue("access_token").Should().Be(renewed.Token);
        stored.Properties.ExpiresUtc.Should().BeAfter(app.Tenant.Clock.GetUtcNow().AddDays(13), "the session slid");
    }

    /// <summary>G8. The sign-out removes the ticket after the exchange has looked and before it writes.</summary>
    [Fact]
    public async Task A_sign_out_between_the_look_and_the_write_of_an_exchange_leaves_nothing_in_the_store()
    {
        var store = new InterruptedTickets(_tickets);
        await using var app = await AppHost.StartAsync(build: builder => builder.WithSessionStore(store));
        using var browser = await app.SignedInAsync();
        var tab = browser.Fork();
        app.Tenant.Advance(TimeSpan.FromHours(25));
        store.BeforeRenewal = async () => (await tab.GetAsync("/logout/local")).Dispose();

        (await browser.TokenAsync()).Reason.Should().Be(nameof(AccessTokenFailure.SessionEnded));
        _tickets.Keys.Should().BeEmpty();
        app.Tenant.Counters.Revocations.Should().Be(1);
    }

    /// <summary>G8. The same with the framework's sliding renewal.</summary>
    [Fact]
    public async Task A_sign_out_just_before_a_sliding_renewal_leaves_nothing_in_the_store()
    {
        var store = new InterruptedTickets(_tickets);
        await using var app = await AppHost.StartAsync(build: builder => builder.WithSessionStore(store));
        using var browser = await app.SignedInAsync();
        var tab = browser.Fork();
        app.Tenant.Advance(TimeSpan.FromDays(8));
        store.BeforeRenewal = async () => (await tab.GetAsync("/logout/local")).Dispose();

        (await browser.SessionAsync()).Subject.Should().NotBeNull("it began before the sign-out");
        store.BeforeRenewal.Should().BeNull("it slid");
        _tickets.Keys.Should().BeEmpty();
    }

    private async Task<AuthenticationTicket> StoredAsync() => (await _tickets.RetrieveAsync(_tickets.Keys.Single()))!;

    private sealed class InterruptedTickets(RecordedTickets tickets) : ITicketStore
    {
        /// <summary>Happens once, before the next renewal.</summary>
        public Func<Task>? BeforeRenewal { get; set; }

        public Task<string> StoreAsync(AuthenticationTicket ticket) => tickets.StoreAsync(ticket);

        public async Task RenewAsync(string key, AuthenticationTicket ticket)
        {
            var before = BeforeRenewal;
            BeforeRenewal = null;
            await (before?.Invoke() ?? Task.CompletedTask);
            await tickets.RenewAsync(key, ticket);
        }

        public Task<AuthenticationTicket?> RetrieveAsync(string key) => tickets.RetrieveAsync(key);

        public Task RemoveAsync(string key) => tickets.RemoveAsync(key);
    }
}
