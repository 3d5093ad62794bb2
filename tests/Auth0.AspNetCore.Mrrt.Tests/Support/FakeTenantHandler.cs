using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace Auth0.AspNetCore.Mrrt.Tests.Support;

/// <summary>Answers discovery and lets a test write every other answer. A call that nobody registered throws.</summary>
internal sealed class FakeTenantHandler(Func<HttpRequestMessage, HttpResponseMessage>? answer = null) : HttpMessageHandler
{
    public const string Domain = "tenant.example.com";

    public ConcurrentQueue<RecordedCall> Calls { get; } = new();

    public string Discovery { get; set; } = """
        {"issuer":"https://tenant.example.com/","token_endpoint":"https://tenant.example.com/oauth/token",
        "authorization_endpoint":"https://tenant.example.com/authorize","jwks_uri":"https://tenant.example.com/jwks",
        "revocation_endpoint":"https://tenant.example.com/oauth/revoke"}
        """;

    public static HttpResponseMessage Json(string json, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        switch (path)
        {
            case "/.well-known/openid-configuration":
                return Json(Discovery);
            case "/jwks":
                return Json("""{"keys":[]}""");
            default:
                Calls.Enqueue(new RecordedCall(
                    request.RequestUri.AbsoluteUri,
                    request.Headers.ToDictionary(header => header.Key, header => string.Join(',', header.Value)),
                    request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken)));
                return answer?.Invoke(request)
                    ?? throw new InvalidOperationException($"Nobody registered an answer for {path}.");
        }
    }
}
