using System.Net;
using Auth0.AspNetCore.Mrrt.Testing.Browser;

namespace Auth0.AspNetCore.Mrrt.Storm.Browsers;

/// <summary>Signs a user in and out as a browser does, each step at whichever server chance names.</summary>
internal sealed class Login(Web web, string user, Random random, TimeProvider time)
{
    private const int MostRedirects = 10;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan LongestTry = TimeSpan.FromMinutes(2);

    /// <summary>Signs in with a browser that has no cookies.</summary>
    /// <returns>The browser's cookies.</returns>
    public async Task<CookieJar> SignInAsync(CancellationToken cancellationToken)
    {
        CookieJar? jar = null;
        await TryAgainAsync("sign in", async () => (jar = await TrySignInAsync(cancellationToken)) is not null, cancellationToken);
        return jar!;
    }

    /// <summary>Signs out, at one server after the other until one says that it is done.</summary>
    public Task SignOutAsync(CookieJar jar, CancellationToken cancellationToken) => TryAgainAsync(
        "sign out",
        async () =>
        {
            var page = await web.GetAsync("/logout", jar, random.NextDouble(), cancellationToken);
            jar.Store(page.Address, page.SetCookies);
            return page.Status == HttpStatusCode.Redirect;
        },
        cancellationToken);

    private async Task<CookieJar?> TrySignInAsync(CancellationToken cancellationToken)
    {
        var jar = new CookieJar(time, [], isFrozen: false);
        var page = await web.GetAsync(
            $"/login?user={Uri.EscapeDataString(user)}", jar, random.NextDouble(), cancellationToken);
        jar.Store(page.Address, page.SetCookies);
        if (page.Location is not { } authorize)
        {
            return null;
        }

        if (await FollowAsync(authorize, cancellationToken) is not { } callback)
        {
            return null;
        }

        page = await web.GetAsync(callback.PathAndQuery, jar, random.NextDouble(), cancellationToken);
        jar.Store(page.Address, page.SetCookies);
        return page is { Status: HttpStatusCode.Redirect, Location.AbsolutePath: "/" } ? jar : null;
    }

    /// <summary>Follows the tenant's redirects, with cookies for the tenant that last as long as this.</summary>
    /// <returns>Where the tenant sends the user back to the application; none if it does not.</returns>
    private async Task<Uri?> FollowAsync(Uri authorize, CancellationToken cancellationToken)
    {
        var jar = new CookieJar(time, [], isFrozen: false);
        var next = authorize;
        for (var hop = 0; hop < MostRedirects && next?.Authority == authorize.Authority; hop++)
        {
            var page = await web.GetAsync(next, jar, cancellationToken);
            jar.Store(page.Address, page.SetCookies);
            next = page.Location;
        }

        return next?.Authority == authorize.Authority ? null : next;
    }

    private async Task TryAgainAsync(string what, Func<Task<bool>> tryAsync, CancellationToken cancellationToken)
    {
        for (var end = time.GetUtcNow() + LongestTry; time.GetUtcNow() < end;)
        {
            try
            {
                using var place = await web.EnterAsync(cancellationToken);
                if (await tryAsync())
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // A server that was just killed, for example: another one will do.
            }

            await Task.Delay(Pause, time, cancellationToken);
        }

        throw new StormException($"{user} could not {what} within {LongestTry.TotalMinutes} minutes.");
    }
}
