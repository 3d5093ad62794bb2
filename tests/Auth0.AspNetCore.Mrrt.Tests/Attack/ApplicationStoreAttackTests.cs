using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
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

    private async Task<AuthenticationTicket> StoredAsync() => (await _tickets.RetrieveAsync(_tickets.Keys.Single()))!;
}
