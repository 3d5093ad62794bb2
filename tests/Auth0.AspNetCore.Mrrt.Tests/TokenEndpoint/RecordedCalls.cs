using Microsoft.AspNetCore.WebUtilities;

namespace Auth0.AspNetCore.Mrrt.Tests.TokenEndpoint;

/// <summary>The far end of the wire: keeps what was sent and answers as the test says.</summary>
internal sealed class RecordedCalls : HttpMessageHandler
{
    public List<Call> Calls { get; } = [];

    public Func<CancellationToken, Task<HttpResponseMessage>> Answer { get; set; } =
        _ => Task.FromResult(new HttpResponseMessage { Content = new StringContent("""{"access_token":"at"}""") });

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        Calls.Add(new Call(
            request.Method,
            request.RequestUri!.AbsoluteUri,
            request.Headers.ToDictionary(header => header.Key, header => string.Join(',', header.Value)),
            QueryHelpers.ParseQuery(body).ToDictionary(field => field.Key, field => field.Value.ToString())));
        return await Answer(cancellationToken);
    }

    public sealed record Call(
        HttpMethod Method, string Address, Dictionary<string, string> Headers, Dictionary<string, string> Form);
}
