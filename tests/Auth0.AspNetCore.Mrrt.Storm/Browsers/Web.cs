using System.Runtime.CompilerServices;
using Auth0.AspNetCore.Mrrt.Storm.Nodes;
using Auth0.AspNetCore.Mrrt.Testing.Browser;

namespace Auth0.AspNetCore.Mrrt.Storm.Browsers;

/// <summary>
/// The way from browsers to servers. As many requests travel at once as two slow processors can serve: more would prove
/// nothing, and would let the tenant's answers come too late.
/// </summary>
internal sealed class Web(NodeFleet nodes) : IDisposable
{
    private const int MostAtOnce = 24;

    private readonly SemaphoreSlim _room = new(MostAtOnce);

    private readonly HttpClient _http = new(
        new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false })
    {
        Timeout = StormTimes.Patience,
    };

    /// <summary>Waits until there is room for one more request.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken);
        return new Place(_room);
    }

    /// <summary>Sends a request to the server that a draw falls on, as a load balancer would.</summary>
    /// <exception cref="HttpRequestException">There was no answer.</exception>
    public async Task<Page> GetAsync(string pathAndQuery, CookieJar jar, double draw, CancellationToken cancellationToken)
    {
        var node = nodes.Pick(draw) ?? throw new HttpRequestException("No server is there.");
        return await GetAsync(new Uri(node.Address, pathAndQuery), jar, cancellationToken);
    }

    /// <summary>Reads a response line by line, as it comes. It takes no room: it waits most of the time.</summary>
    /// <exception cref="HttpRequestException">There was no answer.</exception>
    public async IAsyncEnumerable<string> ReadLinesAsync(
        string pathAndQuery, CookieJar jar, double draw, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var node = nodes.Pick(draw) ?? throw new HttpRequestException("No server is there.");
        using var request = Request(new Uri(node.Address, pathAndQuery), jar);
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            yield return line;
        }
    }

    /// <summary>Sends a request to any address.</summary>
    /// <exception cref="HttpRequestException">There was no answer.</exception>
    public async Task<Page> GetAsync(Uri address, CookieJar jar, CancellationToken cancellationToken)
    {
        using var request = Request(address, jar);
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            return new Page
            {
                Status = response.StatusCode,
                Address = address,
                Location = response.Headers.Location is { } location ? new Uri(address, location) : null,
                SetCookies = response.Headers.TryGetValues("Set-Cookie", out var set) ? [.. set] : [],
                Body = await response.Content.ReadAsByteArrayAsync(cancellationToken),
            };
        }
        catch (TaskCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException("The browser lost patience.", e);
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _room.Dispose();
    }

    private static HttpRequestMessage Request(Uri address, CookieJar jar)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (jar.Header(address, HttpMethod.Get, initiator: null) is { } cookies)
        {
            request.Headers.TryAddWithoutValidation("Cookie", cookies);
        }

        return request;
    }

    private sealed class Place(SemaphoreSlim room) : IDisposable
    {
        public void Dispose() => room.Release();
    }
}
