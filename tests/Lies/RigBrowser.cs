using Microsoft.Net.Http.Headers;

namespace Auth0.AspNetCore.Mrrt.Lies;

/// <summary>A browser that follows nothing: what each answer says and sets can be looked at.</summary>
internal sealed class RigBrowser(HttpMessageHandler application, TimeProvider time) : IDisposable
{
    private readonly HttpClient _client = new(application) { BaseAddress = new Uri("https://localhost") };

    public Dictionary<string, string> Cookies { get; } = [];

    public Task<HttpResponseMessage> GetAsync(string address, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return SendAsync(request);
    }

    public Task<HttpResponseMessage> PostAsync(string address, IEnumerable<KeyValuePair<string, string>> form) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(form) });

    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        if (Cookies.Count > 0)
        {
            request.Headers.Add("Cookie", string.Join("; ", Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        }

        var response = await _client.SendAsync(request);
        foreach (var cookie in SetCookies(response))
        {
            Cookies.Remove(cookie.Name.Value!);
            if (cookie.Expires is null || cookie.Expires > time.GetUtcNow())
            {
                Cookies[cookie.Name.Value!] = cookie.Value.Value!;
            }
        }

        return response;
    }

    public static IList<SetCookieHeaderValue> SetCookies(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Set-Cookie", out var values) ? SetCookieHeaderValue.ParseList([.. values]) : [];

    public void Dispose() => _client.Dispose();
}
