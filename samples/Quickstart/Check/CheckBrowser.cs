using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Net.Http.Headers;

namespace Quickstart.Check;

/// <summary>
/// As much of a browser as the journey needs: redirects, forms, and a cookie jar that counts a loopback address as
/// secure, as browsers do. <see cref="CookieContainer"/> would keep every <c>Secure</c> cookie to itself.
/// </summary>
internal sealed partial class CheckBrowser(Uri home, TimeProvider clock) : IDisposable
{
    private const int MostRedirects = 10;

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        Timeout = TimeSpan.FromSeconds(20),
    };

    private readonly ConcurrentDictionary<(string Host, string Name), string> _jar = new();

    /// <summary>Where the last page came from, redirects followed.</summary>
    public Uri? Location { get; private set; }

    /// <summary>The last page.</summary>
    public string Page { get; private set; } = "";

    public int CookieCount => _jar.Keys.Count(cookie => cookie.Host == home.Host);

    /// <summary>The same browser at another moment: what it knows now, and nothing it learns later.</summary>
    public CheckBrowser Copy()
    {
        var copy = new CheckBrowser(home, clock) { Location = Location, Page = Page };
        foreach (var (key, value) in _jar)
        {
            copy._jar[key] = value;
        }

        return copy;
    }

    /// <summary>What the last page says in the element.</summary>
    public string TextOf(string testId) =>
        WebUtility.HtmlDecode(Regex.Match(Page, $"data-testid=\"{testId}\"[^>]*>([^<]*)<").Groups[1].Value);

    public Task<Uri> OpenAsync(string path) => NavigateAsync(HttpMethod.Get, new Uri(home, path), null);

    /// <summary>Sends the last page's form for the address, as the button with the value would.</summary>
    public Task<Uri> SubmitAsync(string action, string? button = null)
    {
        var form = FormPattern().Matches(Page).Select(match => match.Value)
            .FirstOrDefault(html => AttributeOf(html, "action") == action)
            ?? throw new CheckFailedException($"there is no form for {action} at {Location}");
        var fields =
            from html in FieldPattern().Matches(form).Select(match => match.Value)
            let name = AttributeOf(html, "name")
            let value = AttributeOf(html, "value") ?? ""
            where name is not null && (html.StartsWith("<input", StringComparison.Ordinal) || value == button)
            select KeyValuePair.Create(name, value);
        return NavigateAsync(HttpMethod.Post, new Uri(Location ?? home, action), new FormUrlEncodedContent([.. fields]));
    }

    /// <summary>What the page's script does for a button.</summary>
    public async Task<(int Status, ApiCall? Call)> PostAsync(string path, bool withAntiforgery = true)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(home, path));
        if (withAntiforgery)
        {
            var meta = MetaPattern().Match(Page).Value;
            request.Headers.Add("RequestVerificationToken", AttributeOf(meta, "content"));
        }

        using var response = await SendAsync(request);
        var call = response.Content.Headers.ContentType?.MediaType == "application/json"
            ? await response.Content.ReadFromJsonAsync<ApiCall>()
            : null;
        return ((int)response.StatusCode, call);
    }

    public void Dispose() => _client.Dispose();

    [GeneratedRegex("<meta name=\"csrf\"[^>]*>")]
    private static partial Regex MetaPattern();

    [GeneratedRegex("<form.*?</form>", RegexOptions.Singleline)]
    private static partial Regex FormPattern();

    [GeneratedRegex("<(input|button)[^>]*>")]
    private static partial Regex FieldPattern();

    private static string? AttributeOf(string html, string name) =>
        Regex.Match(html, $"\\s{name}=\"([^\"]*)\"") is { Success: true } match
            ? WebUtility.HtmlDecode(match.Groups[1].Value)
            : null;

    private async Task<Uri> NavigateAsync(HttpMethod method, Uri address, HttpContent? content)
    {
        for (var redirects = 0; redirects <= MostRedirects; redirects++)
        {
            using var request = new HttpRequestMessage(method, address) { Content = content };
            using var response = await SendAsync(request);
            Location = address;
            if (response.Headers.Location is not { } next)
            {
                await using var body = await response.Content.ReadAsStreamAsync();
                using var reader = new StreamReader(body);
                Page = await reader.ReadToEndAsync();
                return Location;
            }

            (method, address, content) = (HttpMethod.Get, new Uri(address, next), null);
        }

        throw new CheckFailedException($"more than {MostRedirects} redirects, the last one to {address}");
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        var host = request.RequestUri!.Host;
        var cookies = _jar.Where(cookie => cookie.Key.Host == host).Select(cookie => $"{cookie.Key.Name}={cookie.Value}");
        if (string.Join("; ", cookies) is { Length: > 0 } header)
        {
            request.Headers.Add(HeaderNames.Cookie, header);
        }

        var response = await _client.SendAsync(request);
        if (response.Headers.TryGetValues(HeaderNames.SetCookie, out var set))
        {
            foreach (var cookie in SetCookieHeaderValue.ParseList([.. set]))
            {
                Keep(host, cookie);
            }
        }

        return response;
    }

    private void Keep(string host, SetCookieHeaderValue cookie)
    {
        var key = (host, cookie.Name.ToString());
        if (cookie.Expires <= clock.GetUtcNow() || cookie.MaxAge <= TimeSpan.Zero)
        {
            _jar.TryRemove(key, out _);
        }
        else
        {
            _jar[key] = cookie.Value.ToString();
        }
    }
}
