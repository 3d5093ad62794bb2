using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Auth0.AspNetCore.Mrrt.EndToEnd.Support;

/// <summary>
/// What Chromium finds wrong with the pages of a visitor: errors on the console, the violations of a content security
/// policy among them, exceptions of scripts, and requests that got no answer.
/// </summary>
internal sealed class BrowserComplaints
{
    private readonly ConcurrentQueue<string> _all = new();

    public BrowserComplaints(IBrowserContext visitor)
    {
        visitor.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                _all.Enqueue($"{message.Text} ({message.Location})");
            }
        };
        visitor.WebError += (_, error) => _all.Enqueue($"exception: {error.Error}");
        visitor.RequestFailed += (_, request) => _all.Enqueue($"no answer: {request.Url} {request.Failure}");
    }

    public IReadOnlyCollection<string> All => _all;
}
