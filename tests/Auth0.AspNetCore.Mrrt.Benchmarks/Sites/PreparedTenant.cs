using System.Net.Http.Headers;
using System.Text;

namespace Auth0.AspNetCore.Mrrt.Benchmarks.Sites;

/// <summary>A tenant whose answers are ready: making them costs nothing in a measurement. The refresh token and the access token
/// are new each time.</summary>
internal sealed class PreparedTenant : HttpMessageHandler
{
    /// <summary>How long the access tokens last. So short, and tens of thousands of exchanges end before a cookie is renewed or
    /// expires.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(2);

    /// <summary>A run has a power of two of calls. Of three answers a browser never gets the same one twice in a row.</summary>
    private readonly byte[][] _answers = [Answer('A'), Answer('B'), Answer('C')];
    private int _calls;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await request.Content!.CopyToAsync(Stream.Null, cancellationToken);
        var content = new ByteArrayContent(_answers[Interlocked.Increment(ref _calls) % 3]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return new HttpResponseMessage { Content = content };
    }

    private static byte[] Answer(char mark)
    {
        var token = Samples.Jwt(Samples.PrimaryAudience);
        var signature = token.LastIndexOf('.') + 1;
        return Encoding.UTF8.GetBytes(
            $$"""
            {"access_token":"{{token[..signature]}}{{mark}}{{token[(signature + 1)..]}}",
            "refresh_token":"v1.Mdwqs-2rN8qQz0ZbI4sO1yHc9kPq7Lw3XkZ5T6b0sR4-4Vdh0XqVb0mJ2m7Jm0C3{{mark}}g",
            "scope":"read:all write:all","expires_in":{{Lifetime.TotalSeconds}},"token_type":"Bearer"}
            """);
    }
}
