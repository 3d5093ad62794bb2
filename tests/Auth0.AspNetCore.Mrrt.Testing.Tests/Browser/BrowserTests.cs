using Auth0.AspNetCore.Mrrt.Testing.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Testing.Tests.Browser;

public sealed class BrowserTests
{
    [Theory]
    [InlineData(true, "query", false)]
    [InlineData(true, "form_post", false)]
    [InlineData(true, "form_post", true)]
    [InlineData(false, "query", false)]
    [InlineData(false, "form_post", false)]
    public async Task A_sign_in_works_in_process_and_on_Kestrel_in_both_response_modes(
        bool inProcess, string responseMode, bool silent)
    {
        await using var tenant = await StartAsync(inProcess);
        tenant.Behavior.SilentSignIn = silent;
        await using var app = await SampleApp.StartAsync(tenant, inProcess, responseMode, SameSiteMode.None);
        using var browser = new TenantBrowser(tenant, app.Address, app.CreateHandler());

        var page = await browser.SignInAsync();

        page.RequestMessage!.RequestUri.Should().Be(new Uri(app.Address, "/"));
        (await TextAsync(page)).Should().Be("auth0|alice");
        (await TextAsync(await browser.GetAsync("/"))).Should().Be("auth0|alice");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_named_user_signs_in_whoever_was_there_before(bool silent)
    {
        await using var rig = await Rig.StartAsync();
        rig.Tenant.Behavior.SilentSignIn = silent;
        await rig.Browser.SignInAsync();

        (await TextAsync(await rig.Browser.SignInAsync(user: rig.Tenant.Users[1]))).Should().Be("auth0|bob");
        (await TextAsync(await rig.Browser.SignInAsync())).Should().Be("auth0|bob", "nobody was named, and he is there");
    }

    [Fact]
    public async Task A_lax_cookie_does_not_travel_with_the_form_of_another_site()
    {
        await using var tenant = await StartAsync(inProcess: true);
        await using var app = await SampleApp.StartAsync(tenant, true, "form_post", SameSiteMode.Lax);
        using var browser = new TenantBrowser(tenant, app.Address, app.CreateHandler());
        var signIn = () => browser.SignInAsync();

        await signIn.Should().ThrowAsync<InvalidOperationException>()
            .WithMessage("The sign-in ended at https://localhost/callback with status 500.");
    }

    [Fact]
    public async Task A_sign_in_that_ends_at_the_tenant_says_where_and_never_prints_a_query()
    {
        await using var rig = await Rig.StartAsync();
        rig.Tenant.Client.Callbacks.Clear();
        var signIn = () => rig.Browser.SignInAsync();

        await signIn.Should().ThrowAsync<InvalidOperationException>()
            .WithMessage("The sign-in ended at https://tenant.auth0.test/authorize with status 403.");
    }

    [Fact]
    public async Task A_snapshot_sends_the_cookies_it_was_made_with_whatever_it_is_answered()
    {
        await using var rig = await Rig.StartAsync();
        await rig.Browser.SignInAsync();
        var snapshot = rig.Browser.Snapshot();
        await snapshot.GetAsync("/renew");
        await rig.Browser.GetAsync("/renew");

        (await TextAsync(await snapshot.GetAsync("/"))).Should().Be("auth0|alice");
        (await TextAsync(await rig.Browser.GetAsync("/"))).Should().Be("renewed");
    }

    [Fact]
    public async Task A_fork_goes_its_own_way()
    {
        await using var rig = await Rig.StartAsync();
        await rig.Browser.SignInAsync();
        var fork = rig.Browser.Fork();
        await fork.GetAsync("/renew");

        (await TextAsync(await fork.GetAsync("/"))).Should().Be("renewed");
        (await TextAsync(await rig.Browser.GetAsync("/"))).Should().Be("auth0|alice");
    }

    [Fact]
    public async Task Fifty_requests_may_run_at_once()
    {
        await using var rig = await Rig.StartAsync();
        await rig.Browser.SignInAsync();
        var pages = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => rig.Browser.GetAsync(i % 2 == 0 ? "/" : "/renew")));

        pages.Should().OnlyContain(page => page.IsSuccessStatusCode);
    }

    [Fact]
    public async Task Any_request_can_be_sent_and_redirects_can_be_left_alone()
    {
        await using var rig = await Rig.StartAsync();
        await rig.Browser.SignInAsync();
        using var post = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent("x") };
        using var login = new HttpRequestMessage(HttpMethod.Get, "/login");

        (await TextAsync(await rig.Browser.SendAsync(post))).Should().Be("posted by auth0|alice");
        (await rig.Browser.SendAsync(login, followRedirects: false)).Headers.Location!.AbsolutePath.Should().Be("/authorize");
    }

    [Fact]
    public async Task A_redirect_to_an_address_nobody_added_is_an_error_and_no_real_request()
    {
        await using var rig = await Rig.StartAsync();
        var away = () => rig.Browser.GetAsync("/away");

        await away.Should().ThrowAsync<HttpRequestException>().WithMessage("*https://example.com/*call TenantBrowser.Add*");
        rig.Browser.Add(new Uri("https://example.com"), new CallbackStub());
        (await TextAsync(await rig.Browser.GetAsync("/away"))).Should().Be("here");
    }

    [Fact]
    public async Task A_redirect_loop_ends()
    {
        await using var rig = await Rig.StartAsync();
        var loop = () => rig.Browser.GetAsync("/loop");

        await loop.Should().ThrowAsync<HttpRequestException>().WithMessage("*redirected 30 times*/loop*");
    }

    [Fact]
    public async Task The_cookies_can_be_seen_and_forgotten()
    {
        await using var rig = await Rig.StartAsync();
        await rig.Browser.SignInAsync();

        rig.Browser.Cookies.Select(cookie => cookie.ToString()).Should()
            .Contain(["session for localhost/", "auth0 for tenant.auth0.test/"]);
        rig.Browser.ClearCookies();
        rig.Browser.Cookies.Should().BeEmpty();
    }

    private static Task<Auth0Tenant> StartAsync(bool inProcess) =>
        inProcess ? Auth0Tenant.StartInProcessAsync() : Auth0Tenant.StartAsync();

    private static Task<string> TextAsync(HttpResponseMessage page) => page.Content.ReadAsStringAsync();

    private sealed class Rig(Auth0Tenant tenant, SampleApp app) : IAsyncDisposable
    {
        public Auth0Tenant Tenant => tenant;

        public TenantBrowser Browser { get; } = new(tenant, app.Address, app.CreateHandler());

        public static async Task<Rig> StartAsync()
        {
            var tenant = await Auth0Tenant.StartInProcessAsync();
            return new Rig(tenant, await SampleApp.StartAsync(tenant, true, "query", SameSiteMode.Lax));
        }

        public async ValueTask DisposeAsync()
        {
            Browser.Dispose();
            await app.DisposeAsync();
            await tenant.DisposeAsync();
        }
    }
}
