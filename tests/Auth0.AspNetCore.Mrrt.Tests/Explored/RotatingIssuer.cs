using Microsoft.AspNetCore.WebUtilities;

namespace Auth0.AspNetCore.Mrrt.Tests.Explored;

/// <summary>A token endpoint with rotation and no overlap: a refresh token is good once, and one that comes again ends
/// its family. It may answer in a second step, so that whatever happens may happen between its deed and its
/// answer.</summary>
internal sealed class RotatingIssuer(Stage stage, bool answersInASecondStep) : HttpMessageHandler
{
    private int _issued;
    private string? _good = "rt-0";

    public int Exchanges { get; private set; }

    public int Reuses { get; private set; }

    /// <summary>Whether the session's family lives: a refresh token of it is good.</summary>
    public bool Lives => _good is not null;

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var server = request.RequestUri!.Host.Split('.')[0];
        var form = QueryHelpers.ParseQuery(request.Content!.ReadAsStringAsync(cancellationToken).GetAwaiter().GetResult());
        if (request.RequestUri.AbsolutePath == "/oauth/revoke")
        {
            await stage.WaitAsync(server, "revokes");
            _good = null;
            return new HttpResponseMessage();
        }

        await stage.WaitAsync(server, $"asks {form["audience"]}");
        if (form["refresh_token"] != _good)
        {
            Reuses += _good is null ? 0 : 1;
            _good = null;
            return new HttpResponseMessage(System.Net.HttpStatusCode.Forbidden)
            {
                Content = new StringContent("""{"error":"invalid_grant"}"""),
            };
        }

        Exchanges++;
        _good = $"rt-{++_issued}";
        var answer = $$"""{"access_token":"{{form["audience"]}} {{_issued}}","expires_in":3600,"refresh_token":"{{_good}}"}""";
        if (answersInASecondStep)
        {
            await stage.WaitAsync(server, $"is answered {form["audience"]}");
        }

        return new HttpResponseMessage { Content = new StringContent(answer) };
    }
}
