using System.Diagnostics.CodeAnalysis;
using Auth0.AspNetCore.Mrrt.Testing.Hosting;
using Auth0.AspNetCore.Mrrt.Testing.Http;

namespace Auth0.AspNetCore.Mrrt.Testing.Authorize;

/// <summary>
/// Decides whether a request may be answered at its callback at all. If not, Auth0 shows a page and redirects nobody:
/// anything else would be an open redirector.
/// </summary>
internal sealed class CallbackTargetReader(Registrations registrations)
{
    public bool TryRead(
        RequestParameters parameters,
        [NotNullWhen(true)] out CallbackTarget? target,
        [NotNullWhen(false)] out string? problem)
    {
        target = null;
        var sent = parameters["redirect_uri"];
        if (parameters["client_id"] is not { } clientId)
        {
            problem = "Missing required parameter: client_id";
        }
        else if (registrations.FindClient(clientId) is not { } client)
        {
            problem = $"Unknown client: {clientId}";
        }
        else if ((sent ?? UrlAllowList.First(client.Callbacks)) is not { } redirectUri)
        {
            problem = "Missing required parameter: redirect_uri";
        }
        else if (!UrlAllowList.Allows(client.Callbacks, redirectUri))
        {
            problem = "Callback URL mismatch. The provided redirect_uri is not in the list of allowed callback URLs.";
        }
        else
        {
            problem = null;
            target = new CallbackTarget
            {
                Client = client,
                RedirectUri = redirectUri,
                RedirectUriWasSent = sent is not null,
                ResponseMode = Mode(parameters["response_mode"]),
                State = parameters["state"],
            };
        }

        return target is not null;
    }

    // An unknown mode is an error, but the error needs a mode too.
    private static string Mode(string? asked) =>
        asked is not null && CallbackReply.Modes.Contains(asked) ? asked : CallbackReply.Query;
}
