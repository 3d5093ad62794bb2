using Auth0.AspNetCore.Mrrt.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.Tests.Generated;

/// <summary>Lives that random lives meet seldom.</summary>
public sealed class KnownLivesTests
{
    private const int EightDays = 8 * 24 * 3600;

    /// <summary>G15: the second server has not heard of the new claims when it exchanges for an older cookie.</summary>
    [Fact]
    public Task An_exchange_at_a_server_that_has_not_heard_of_a_sign_in_brings_nothing_back() => LeadAsync(
        servers: 2,
        slides: false,
        new CopyCookies(0, 1),
        new Visit(0, Deed.ChangeClaims),
        new AskForToken(1, AppHost.Inventory, Force: true) { Server = 1 });

    /// <summary>G15: the response of a session that slides would give an older cookie a longer life than the sign-in's.</summary>
    [Fact]
    public Task An_older_cookie_does_not_slide_at_a_server_that_has_not_heard_of_a_sign_in() => LeadAsync(
        servers: 2,
        slides: true,
        new CopyCookies(0, 1),
        new Visit(0, Deed.ChangeClaims),
        new TimePasses(EightDays),
        new Visit(1, Deed.CopyToSecondCookie) { Server = 1 },
        new TimePasses(EightDays),
        new Visit(1, Deed.CopyToSecondCookie) { Server = 1 });

    /// <summary>G15: nor does its validation give it other claims.</summary>
    [Fact]
    public Task An_older_cookie_is_not_renewed_at_a_server_that_has_not_heard_of_a_sign_in() => LeadAsync(
        servers: 2,
        slides: false,
        new CopyCookies(0, 1),
        new Visit(0, Deed.ChangeClaims),
        new Visit(1, Deed.ReplacePrincipal) { Server = 1 });

    /// <summary>G8: the first server revokes what came too late, unless the session goes on at the second.</summary>
    [Fact]
    public Task Tokens_that_came_too_late_go_on_at_another_server() => LeadAsync(
        servers: 2,
        slides: false,
        new VisitDuringExchange(0, new Visit(0, Deed.OutAndIn) { Server = 1 }),
        new TimePasses(23),
        new AskForToken(0, AppHost.Orders, Force: true) { Server = 1 });

    /// <summary>G4: the server remembers the number of the newest generation while a cookie with an older one can be around.</summary>
    [Theory]
    [InlineData(nameof(Deed.CopyToSecondCookie))]
    [InlineData(nameof(Deed.Renew))]
    [InlineData(nameof(Deed.ChangeClaims))]
    public Task A_cookie_whose_newest_tokens_are_forgotten_outlives_no_number(string deed) => LeadAsync(
        servers: 1,
        slides: true,
        new CopyCookies(0, 1),
        new AskForToken(0, AppHost.Inventory, Force: true),
        new TimePasses(EightDays),
        new Visit(1, Enum.Parse<Deed>(deed)),
        new TimePasses(EightDays),
        new AskForToken(1, AppHost.Orders, Force: true));

    private static async Task LeadAsync(int servers, bool slides, params BrowserStep[] steps)
    {
        foreach (var kept in SessionPlaces.All)
        {
            await using var app = await BrowserApp.StartAsync(kept, servers);
            await BrowserLifeCheck.RunAsync(app, new BrowserLife(kept, slides, [new Visit(0, Deed.LogIn), .. steps]));
        }
    }
}
