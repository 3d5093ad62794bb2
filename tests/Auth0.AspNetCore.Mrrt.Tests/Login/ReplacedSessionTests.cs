using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Tests.Login;

/// <summary>A login in place of another one, whose answer comes with a POST from the tenant's site: without the
/// <c>SameSite=Lax</c> cookie of the session that it replaces (G8).</summary>
public sealed class ReplacedSessionTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_ends_and_a_copy_of_its_cookie_opens_nothing(bool stored)
    {
        var tickets = new RecordedTickets();
        await using var rig = await StartAsync(stored ? tickets : null);
        var first = await SignInAsync(rig);
        using var thief = rig.NewBrowser();
        thief.Cookies[first.Key] = first.Value;
        (await ClaimsAsync(thief)).Should().NotBeEmpty();

        var second = await SignInAsync(rig);

        second.Value.Should().NotBe(first.Value);
        (await ClaimsAsync(thief)).Should().BeEmpty();
        (await rig.ClaimsAsync()).Should().NotBeEmpty();
        tickets.Keys.Should().HaveCount(stored ? 1 : 0);
    }

    /// <summary>For as long as a cookie of it lasts, whatever others do.</summary>
    [Fact]
    public async Task It_stays_ended_as_long_as_its_own_cookie_would_have_lasted()
    {
        var days = 60;
        await using var rig = await StartAsync(signingIn: context =>
            context.Properties.ExpiresUtc = context.Properties.IssuedUtc + TimeSpan.FromDays(days));
        var first = await SignInAsync(rig);
        days = 1;
        await SignInAsync(rig);
        rig.Time.Advance(TimeSpan.FromDays(20));
        using var thief = rig.NewBrowser();
        thief.Cookies[first.Key] = first.Value;
        (await ClaimsAsync(thief)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_login_that_fails_ends_nothing()
    {
        await using var rig = await StartAsync();
        await SignInAsync(rig);
        var asked = await rig.BeginAsync();
        var session = TakeSession(rig);
        using var response = await rig.Browser.PostAsync(
            "/callback", [new("state", asked["state"]!), new("error", "server_error")]);
        rig.Browser.Cookies[session.Key] = session.Value;
        (await rig.ClaimsAsync()).Should().NotBeEmpty();
    }

    [Fact]
    public async Task Nothing_of_it_stays_in_the_new_session()
    {
        string[] kept = [];
        await using var rig = await StartAsync(signedIn: context => kept = [.. context.Properties.Items.Keys]);
        await SignInAsync(rig);
        await SignInAsync(rig);
        kept.Should().NotBeEmpty().And.NotContain(name => name.Contains("replaces", StringComparison.Ordinal));
    }

    private static Task<LoginRig> StartAsync(
        ITicketStore? store = null,
        Action<CookieSignedInContext>? signedIn = null,
        Action<CookieSigningInContext>? signingIn = null) =>
        LoginRig.StartAsync(
            options => options.ResponseMode = "form_post",
            services: services => services.Configure<CookieAuthenticationOptions>("Cookies", options =>
            {
                options.SessionStore = store;
                options.Events.OnSigningIn = context =>
                {
                    signingIn?.Invoke(context);
                    return Task.CompletedTask;
                };
                options.Events.OnSignedIn = context =>
                {
                    signedIn?.Invoke(context);
                    return Task.CompletedTask;
                };
            }));

    /// <summary>Signs in as a browser does that minds <c>SameSite</c>, and gives the session's cookie.</summary>
    private static async Task<KeyValuePair<string, string>> SignInAsync(LoginRig rig)
    {
        var asked = await rig.BeginAsync();
        TakeSession(rig);
        using var response = await rig.Browser.PostAsync(
            "/callback", [new("state", asked["state"]!), new("code", "code-1")]);
        (await rig.RefusalAsync(response)).Should().BeNull();
        return Session(rig);
    }

    private static KeyValuePair<string, string> TakeSession(LoginRig rig)
    {
        var session = Session(rig);
        rig.Browser.Cookies.Remove(session.Key ?? "");
        return session;
    }

    private static KeyValuePair<string, string> Session(LoginRig rig) => rig.Browser.Cookies.SingleOrDefault(cookie =>
        cookie.Key.StartsWith("__Host-Auth0.Cookies", StringComparison.Ordinal));

    private static async Task<string> ClaimsAsync(RigBrowser browser)
    {
        using var response = await browser.GetAsync("/user");
        var claims = await response.Content.ReadAsStringAsync();
        return claims == "[]" ? "" : claims;
    }
}
