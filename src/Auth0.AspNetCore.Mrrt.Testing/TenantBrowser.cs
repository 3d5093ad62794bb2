using Auth0.AspNetCore.Mrrt.Testing.Authorize;
using Auth0.AspNetCore.Mrrt.Testing.Browser;
using Microsoft.AspNetCore.WebUtilities;

namespace Auth0.AspNetCore.Mrrt.Testing;

/// <summary>
/// A browser without a window: it keeps cookies, follows redirects between the application and the tenant, submits
/// <c>form_post</c> pages and clicks through the login page. Requests may run in parallel.
/// </summary>
/// <example>
/// <code>
/// using var browser = new TenantBrowser(tenant, new Uri("https://localhost"), server.CreateHandler());
/// await browser.SignInAsync("/login");
/// var tab = browser.Snapshot();
/// await Task.WhenAll(tab.GetAsync("/orders"), tab.GetAsync("/inventory"));
/// </code>
/// </example>
public sealed class TenantBrowser : IDisposable
{
    private readonly Auth0Tenant _tenant;
    private readonly BrowserRoutes _routes;
    private readonly CookieJar _cookies;
    private readonly TimeProvider _clock;
    private readonly BrowserNavigation _navigation;
    private readonly bool _ownsRoutes;

    /// <summary>Creates a browser for an application.</summary>
    /// <param name="tenant">The tenant, in either mode.</param>
    /// <param name="application">The application's address; relative addresses start from it.</param>
    /// <param name="handler">
    /// What reaches the application, such as <c>TestServer.CreateHandler()</c>; null for a real connection.
    /// </param>
    /// <param name="clock">The time by which cookies expire; null for the system's.</param>
    public TenantBrowser(
        Auth0Tenant tenant, Uri application, HttpMessageHandler? handler = null, TimeProvider? clock = null)
        : this(tenant, application, new BrowserRoutes(), clock ?? TimeProvider.System, cookies: [], isFrozen: false)
    {
        _ownsRoutes = true;
        var tenantHandler = tenant.CreateHandler();
        _routes.Own(tenantHandler);
        _routes.Add(new Uri(tenant.Issuer), tenantHandler);
        _routes.Add(application, handler);
    }

    private TenantBrowser(
        Auth0Tenant tenant, Uri application, BrowserRoutes routes, TimeProvider clock,
        IEnumerable<BrowserCookie> cookies, bool isFrozen)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        ArgumentNullException.ThrowIfNull(application);
        _tenant = tenant;
        _routes = routes;
        _clock = clock;
        _cookies = new CookieJar(clock, cookies, isFrozen);
        _navigation = new BrowserNavigation(routes, _cookies, IsTenant);
        Application = application;
    }

    /// <summary>The application's address.</summary>
    public Uri Application { get; }

    /// <summary>The cookies it holds now, the tenant's among them: a copy.</summary>
    public IReadOnlyList<BrowserCookie> Cookies => _cookies.All();

    /// <summary>Lets the browser reach one more address, such as a second application.</summary>
    /// <param name="address">The address; its host and port count.</param>
    /// <param name="handler">What reaches it; null for a real connection.</param>
    public void Add(Uri address, HttpMessageHandler? handler = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        _routes.Add(address, handler);
    }

    /// <summary>Goes to an address and follows until there is a page.</summary>
    /// <param name="url">The address, from the application's if relative.</param>
    /// <param name="cancellationToken">Ends the navigation.</param>
    /// <returns>The page, buffered; its <c>RequestMessage.RequestUri</c> is where the browser ended.</returns>
    public Task<HttpResponseMessage> GetAsync(string url, CancellationToken cancellationToken = default) =>
        _navigation.FollowAsync(BrowserRequest.Get(new Uri(Application, url)), Unchanged, cancellationToken);

    /// <summary>Sends any request with the browser's cookies.</summary>
    /// <param name="request">The request; its address is taken from the application's if relative.</param>
    /// <param name="followRedirects">Whether redirects and pages that post themselves are followed.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, bool followRedirects = true, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var uri = request.RequestUri is { } asked ? new Uri(Application, asked) : Application;
        var sent = await BrowserRequest.FromAsync(request, uri, cancellationToken).ConfigureAwait(false);
        return followRedirects
            ? await _navigation.FollowAsync(sent, Unchanged, cancellationToken).ConfigureAwait(false)
            : await _navigation.SendAsync(sent, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Signs in: goes to the application's login address and clicks a user on the tenant's page.</summary>
    /// <param name="path">Where the application starts a sign-in.</param>
    /// <param name="user">
    /// Who signs in, whoever has a session at the tenant; null for that session's user, else for the first one.
    /// </param>
    /// <param name="cancellationToken">Ends the sign-in.</param>
    /// <returns>The page of the application that the sign-in ended on.</returns>
    /// <exception cref="InvalidOperationException">It ended at the tenant, or with an error.</exception>
    public async Task<HttpResponseMessage> SignInAsync(
        string path = "/login", TenantUser? user = null, CancellationToken cancellationToken = default)
    {
        if (user is not null)
        {
            // Somebody else sits down at the browser.
            _cookies.RemoveAll(cookie => cookie.Name == _tenant.SessionCookieName);
        }

        Uri Hinted(Uri uri) => user is not null && _tenant.Behavior.SilentSignIn && IsAt(uri, "/authorize")
            ? new Uri(QueryHelpers.AddQueryString(uri.AbsoluteUri, "login_hint", user.Id))
            : uri;
        var start = BrowserRequest.Get(new Uri(Application, path));
        var page = await _navigation.FollowAsync(start, Hinted, cancellationToken).ConfigureAwait(false);
        if (page.RequestMessage!.RequestUri is { } at && IsAt(at, LoginPage.Path))
        {
            page.Dispose();
            page = await ClickAsync(at, user ?? _tenant.Users[0], cancellationToken).ConfigureAwait(false);
        }

        var end = page.RequestMessage!.RequestUri!;
        return page.IsSuccessStatusCode && !IsTenant(end)
            ? page
            : throw new InvalidOperationException(
                $"The sign-in ended at {end.GetLeftPart(UriPartial.Path)} with status {(int)page.StatusCode}.");
    }

    /// <summary>
    /// Copies the browser with its cookies frozen: every request sends these and nothing it is answered changes them.
    /// That is what requests look like that leave at the same time.
    /// </summary>
    /// <returns>The copy, which needs no disposing.</returns>
    public TenantBrowser Snapshot() => new(_tenant, Application, _routes, _clock, Cookies, isFrozen: true);

    /// <summary>Copies the browser with cookies of its own from here on, like a session that was restored elsewhere.</summary>
    /// <returns>The copy, which needs no disposing.</returns>
    public TenantBrowser Fork() => new(_tenant, Application, _routes, _clock, Cookies, isFrozen: false);

    /// <summary>Forgets all cookies.</summary>
    public void ClearCookies() => _cookies.RemoveAll(_ => true);

    /// <summary>Closes the browser's connections; handlers it was given stay open.</summary>
    public void Dispose()
    {
        if (_ownsRoutes)
        {
            _routes.Dispose();
        }
    }

    private static Uri Unchanged(Uri uri) => uri;

    private bool IsTenant(Uri uri) => _tenant.Owns(uri);

    private bool IsAt(Uri uri, string path) => IsTenant(uri) && uri.AbsolutePath == path;

    private async Task<HttpResponseMessage> ClickAsync(Uri page, TenantUser user, CancellationToken cancellationToken)
    {
        var transaction = QueryHelpers.ParseQuery(page.Query)["state"].ToString();
        var click = await BrowserRequest.PostAsync(
            page, page, [new("state", transaction), new("user", user.Id)], cancellationToken).ConfigureAwait(false);
        return await _navigation.FollowAsync(click, Unchanged, cancellationToken).ConfigureAwait(false);
    }
}
