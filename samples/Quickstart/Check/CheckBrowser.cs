using System.Net;
using System.Text.RegularExpressions;
using Auth0.AspNetCore.Mrrt.Testing;

namespace Quickstart.Check;

/// <summary>The tenant's browser without a window, and what the sample's page and its script do with it.</summary>
internal sealed partial class CheckBrowser(TenantBrowser browser)
{
    private string _page = "";

    public Uri Home => browser.Application;

    public int CookieCount => browser.Cookies.Count(cookie => cookie.Domain == Home.Host);

    public async Task<Uri> OpenAsync(string path) => await ReadAsync(await browser.GetAsync(path));

    /// <summary>Presses the first button of the tenant's login page, where nobody has a session yet.</summary>
    public async Task<Uri> SignInAsync() => await ReadAsync(await browser.SignInAsync("/sign-in"));

    public async Task<Uri> SignOutAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Home, "/sign-out"));
        request.Content = new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", Antiforgery())]);
        return await ReadAsync(await browser.SendAsync(request));
    }

    /// <summary>What the page's script does for a button.</summary>
    public async Task<(int Status, ApiCall? Call)> PostAsync(string path, bool withAntiforgery = true)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Home, path));
        if (withAntiforgery)
        {
            request.Headers.Add("RequestVerificationToken", Antiforgery());
        }

        using var response = await browser.SendAsync(request, followRedirects: false);
        var call = response.Content.Headers.ContentType?.MediaType == "application/json"
            ? await response.Content.ReadFromJsonAsync<ApiCall>()
            : null;
        return ((int)response.StatusCode, call);
    }

    /// <summary>The browser as it is now: its requests leave with these cookies whatever is answered later.</summary>
    public CheckBrowser Snapshot() => new(browser.Snapshot()) { _page = _page };

    /// <summary>What the last page says in the element.</summary>
    public string TextOf(string testId) =>
        WebUtility.HtmlDecode(Regex.Match(_page, $"data-testid=\"{testId}\"[^>]*>([^<]*)<").Groups[1].Value);

    [GeneratedRegex("<meta name=\"csrf\" content=\"([^\"]*)\"")]
    private static partial Regex AntiforgeryPattern();

    private string Antiforgery() => WebUtility.HtmlDecode(AntiforgeryPattern().Match(_page).Groups[1].Value);

    private async Task<Uri> ReadAsync(HttpResponseMessage response)
    {
        using (response)
        {
            await using var body = await response.Content.ReadAsStreamAsync();
            using var reader = new StreamReader(body);
            _page = await reader.ReadToEndAsync();
            return response.RequestMessage!.RequestUri!;
        }
    }
}
