using System.Globalization;
using System.Net.Http.Json;
using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Cookie;

/// <summary>Sessions of the official SDK, which notes their end as <c>auth0:session_expiry</c>.</summary>
public sealed class OfficialSessionExpiryTests : IAsyncLifetime
{
    private AppHost _app = null!;

    public async Task InitializeAsync() => _app = await AppHost.StartAsync();

    public async Task DisposeAsync() => await _app.DisposeAsync();

    /// <summary>It ends half a minute before, as there.</summary>
    [Theory]
    [InlineData(20, false)]
    [InlineData(40, true)]
    [InlineData(null, true)]
    public async Task A_session_of_the_official_SDK_ends_when_it_says(int? secondsAhead, bool signedIn)
    {
        using var client = await ClientAsync(At(secondsAhead));
        (await TokenAsync(client)).Reason.Should().Be(signedIn ? null : nameof(AccessTokenFailure.NotSignedIn));
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("-1")]
    [InlineData("")]
    public async Task An_end_that_makes_no_sense_is_ignored(string note)
    {
        using var client = await ClientAsync(note);
        (await TokenAsync(client)).Token.Should().NotBeNull();
    }

    [Fact]
    public async Task A_refresh_does_not_move_the_end()
    {
        using var client = await ClientAsync(At(300));
        using var answer = await client.GetAsync(new Uri(
            "/token?force=true&scope=&audience=" + Uri.EscapeDataString(AppHost.Inventory), UriKind.Relative));
        (await answer.Content.ReadFromJsonAsync<TokenAnswer>())!.Token.Should().NotBeNull();
        client.DefaultRequestHeaders.Remove("Cookie");
        client.DefaultRequestHeaders.Add("Cookie", answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);

        (await TokenAsync(client)).Token.Should().NotBeNull();
        _app.Tenant.Advance(TimeSpan.FromSeconds(280));
        (await TokenAsync(client)).Reason.Should().Be(nameof(AccessTokenFailure.NotSignedIn));
    }

    private string? At(int? secondsAhead) =>
        secondsAhead is { } ahead
            ? _app.Tenant.Clock.GetUtcNow().AddSeconds(ahead).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)
            : null;

    /// <summary>A browser with the cookie of a session that the official SDK wrote: the framework's format, none of our
    /// items.</summary>
    private async Task<HttpClient> ClientAsync(string? note)
    {
        using var browser = await _app.SignedInAsync();
        var signedIn = _app.TicketOf(browser)!;
        var properties = new AuthenticationProperties
        {
            IssuedUtc = signedIn.Properties.IssuedUtc,
            ExpiresUtc = signedIn.Properties.ExpiresUtc,
        };
        properties.StoreTokens(signedIn.Properties.GetTokens());
        properties.Items[".AuthScheme"] = Auth0Constants.AuthenticationScheme;
        if (note is not null)
        {
            properties.Items["auth0:session_expiry"] = note;
        }

        var cookie = _app.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get("Cookies");
        var principal = new ClaimsPrincipal(signedIn.Principal.Identities.Select(identity => identity.Clone()));
        var client = _app.Server.CreateClient();
        client.DefaultRequestHeaders.Add("Cookie", cookie.Cookie.Name + "="
            + cookie.TicketDataFormat.Protect(new AuthenticationTicket(principal, properties, "Cookies")));
        return client;
    }

    private static async Task<TokenAnswer> TokenAsync(HttpClient client) =>
        (await client.GetFromJsonAsync<TokenAnswer>(new Uri("/token?audience=&scope=", UriKind.Relative)))!;
}
