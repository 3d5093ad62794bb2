using System.Net;

namespace Auth0.AspNetCore.Mrrt.Testing.Tests.Support;

/// <summary>An application that answers 200 to everything and remembers what came.</summary>
internal sealed class CallbackStub : HttpMessageHandler
{
    public List<(string Method, Uri Uri, string Body, string? Cookies)> Requests { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var cookies = request.Headers.TryGetValues("Cookie", out var values) ? string.Join("; ", values) : null;
        lock (Requests)
        {
            Requests.Add((request.Method.Method, request.RequestUri!, body, cookies));
        }

        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("here") };
    }
}
