using System.Net;
using System.Net.Http.Headers;

namespace Auth0.AspNetCore.Mrrt.Testing.Browser;

/// <summary>A request that can be sent more than once: a redirect may ask for it again.</summary>
internal sealed class BrowserRequest
{
    public required HttpMethod Method { get; init; }

    public required Uri Uri { get; init; }

    /// <summary>The page that led here; null for the address bar. Redirects do not change it.</summary>
    public Uri? Initiator { get; init; }

    public byte[]? Body { get; init; }

    public IReadOnlyList<KeyValuePair<string, IEnumerable<string>>> BodyHeaders { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, IEnumerable<string>>> Headers { get; init; } = [];

    public static BrowserRequest Get(Uri uri) => new() { Method = HttpMethod.Get, Uri = uri };

    public static async Task<BrowserRequest> PostAsync(
        Uri uri, Uri initiator, IEnumerable<KeyValuePair<string, string>> fields, CancellationToken cancellationToken)
    {
        using var form = new FormUrlEncodedContent(fields);
        return new BrowserRequest
        {
            Method = HttpMethod.Post,
            Uri = uri,
            Initiator = initiator,
            Body = await form.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false),
            BodyHeaders = [.. form.Headers],
        };
    }

    public static async Task<BrowserRequest> FromAsync(
        HttpRequestMessage request, Uri uri, CancellationToken cancellationToken) => new()
        {
            Method = request.Method,
            Uri = uri,
            Headers = [.. request.Headers],
            BodyHeaders = [.. request.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>()],
            Body = request.Content is null
                ? null
                : await request.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false),
        };

    /// <summary>What a browser asks for after a redirect; 307 and 308 repeat the request, others become GET.</summary>
    public BrowserRequest Redirected(Uri location, HttpStatusCode status)
    {
        var repeats = status is HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
        return new BrowserRequest
        {
            Method = repeats || Method == HttpMethod.Head ? Method : HttpMethod.Get,
            Uri = location,
            Initiator = Initiator,
            Body = repeats ? Body : null,
            BodyHeaders = repeats ? BodyHeaders : [],
            // What the caller added is for the host it named.
            Headers = location.Authority == Uri.Authority ? Headers : [],
        };
    }

    public HttpRequestMessage ToMessage(string? cookies)
    {
        var message = new HttpRequestMessage(Method, Uri);
        if (Body is not null)
        {
            message.Content = new ByteArrayContent(Body);
            Copy(BodyHeaders, message.Content.Headers);
        }

        Copy(Headers, message.Headers);
        if (message.Headers.Accept.Count == 0)
        {
            message.Headers.TryAddWithoutValidation("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        }

        if (cookies is not null)
        {
            message.Headers.TryAddWithoutValidation("Cookie", cookies);
        }

        return message;
    }

    private static void Copy(IEnumerable<KeyValuePair<string, IEnumerable<string>>> from, HttpHeaders to)
    {
        foreach (var (name, values) in from)
        {
            to.TryAddWithoutValidation(name, values);
        }
    }
}
