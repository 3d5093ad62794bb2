using Auth0.AspNetCore.Mrrt.Testing.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.Testing.Tests.Authorize;

/// <summary>Single sign-on, prompt, max_age and login_hint, with a browser that keeps the tenant's cookie.</summary>
public sealed class SessionTests : TenantTest, IDisposable
{
    private TenantBrowser? _browser;

    private TenantBrowser Browser =>
        _browser ??= new TenantBrowser(Tenant, new Uri("http://localhost:5000"), new CallbackStub());

    protected override void Configure(Auth0TenantOptions options) => options.Behavior.SilentSignIn = false;

    [Fact]
    public async Task A_session_signs_in_again_without_the_page()
    {
        var first = await SignInAsync();
        var second = await RedeemAsync(await Browser.GetAsync(Url()));

        second.IdToken.GetClaim("sid").Value.Should().Be(first.IdToken.GetClaim("sid").Value);
        Tenant.Counters.Logins.Should().Be(1);
        Tenant.Counters.Authorizations.Should().Be(2);
    }

    [Fact]
    public async Task Prompt_none_without_a_session_is_login_required()
    {
        var end = await Browser.GetAsync(Url(("prompt", "none")));

        Query(end).Should().Contain("error=login_required").And.Contain("error_description=Login%20required");
    }

    [Fact]
    public async Task Prompt_none_with_a_session_gives_a_code()
    {
        await SignInAsync();

        Query(await Browser.GetAsync(Url(("prompt", "none")))).Should().Contain("code=");
    }

    [Fact]
    public async Task Prompt_login_asks_again_and_sets_auth_time()
    {
        var first = await SignInAsync();
        Tenant.Advance(TimeSpan.FromMinutes(5));
        var page = await Browser.GetAsync(Url(("prompt", "login")));
        var second = await SignInAsync(("prompt", "login"));

        page.RequestMessage!.RequestUri!.AbsolutePath.Should().Be("/u/login");
        first.IdToken.TryGetClaim("auth_time", out _).Should().BeFalse();
        AuthTime(second).Should().BeCloseTo(Tenant.Clock.GetUtcNow(), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Max_age_within_the_session_signs_in_with_the_old_auth_time()
    {
        var start = Tenant.Clock.GetUtcNow();
        await SignInAsync();
        Tenant.Advance(TimeSpan.FromMinutes(5));
        var second = await RedeemAsync(await Browser.GetAsync(Url(("max_age", "600"))));

        AuthTime(second).Should().BeCloseTo(start, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Max_age_that_has_passed_asks_again_and_prompt_none_refuses()
    {
        await SignInAsync();
        Tenant.Advance(TimeSpan.FromMinutes(5));
        var page = await Browser.GetAsync(Url(("max_age", "60")));
        var silent = await Browser.GetAsync(Url(("max_age", "60"), ("prompt", "none")));

        page.RequestMessage!.RequestUri!.AbsolutePath.Should().Be("/u/login");
        Query(silent).Should().Contain("error=login_required");
    }

    [Fact]
    public async Task The_session_ends_after_its_idle_lifetime()
    {
        await SignInAsync();
        Tenant.Advance(TimeSpan.FromDays(2));
        Query(await Browser.GetAsync(Url(("prompt", "none")))).Should().Contain("code=");
        Tenant.Advance(TimeSpan.FromDays(3));

        Query(await Browser.GetAsync(Url(("prompt", "none")))).Should().Contain("login_required");
    }

    [Fact]
    public async Task Silent_mode_signs_in_the_first_user_or_the_hinted_one_and_can_be_switched_on_at_any_time()
    {
        Tenant.Behavior.SilentSignIn = true;
        var first = await RedeemAsync(await Browser.GetAsync(Url()));
        var hinted = await RedeemAsync(await Browser.GetAsync(Url(("login_hint", "bob@example.com"))));
        var after = await RedeemAsync(await Browser.GetAsync(Url()));

        first.IdToken.Subject.Should().Be("auth0|alice");
        hinted.IdToken.Subject.Should().Be("auth0|bob");
        hinted.IdToken.GetClaim("sid").Value.Should().NotBe(first.IdToken.GetClaim("sid").Value);
        after.IdToken.Subject.Should().Be("auth0|bob", "the session is his now");
    }

    [Fact]
    public async Task Silent_mode_refuses_a_hint_for_nobody_and_keeps_prompt_none_strict()
    {
        Tenant.Behavior.SilentSignIn = true;

        Query(await Browser.GetAsync(Url(("login_hint", "nobody")))).Should().Contain("error=access_denied");
        Query(await Browser.GetAsync(Url(("prompt", "none")))).Should().Contain("error=login_required");
    }

    public void Dispose() => _browser?.Dispose();

    private static string Query(HttpResponseMessage end) => end.RequestMessage!.RequestUri!.Query;

    private static DateTimeOffset AuthTime(Reply reply) => DateTimeOffset.FromUnixTimeSeconds(
        long.Parse(reply.IdToken.GetClaim("auth_time").Value, System.Globalization.CultureInfo.InvariantCulture));

    private string Url(params (string Name, string? Value)[] changes) =>
        new Uri(new Uri(Tenant.Issuer), App.AuthorizeUrl(changes)).AbsoluteUri;

    private async Task<Reply> SignInAsync(params (string Name, string? Value)[] changes) =>
        await RedeemAsync(await Browser.SignInAsync(Url(changes)));

    private Task<Reply> RedeemAsync(HttpResponseMessage end) =>
        App.RedeemAsync(Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(Query(end))["code"]!);
}
