using System.Net.Http.Headers;
using Auth0.AspNetCore.Mrrt;

namespace Quickstart;

/// <summary>Calls an API for the signed-in user. This is what an application writes: one line for the token.</summary>
internal sealed class ApiCaller(HttpClient client, SessionTokens tokens)
{
    public async Task<ApiCall> CallAsync(HttpContext http, SampleApi api, bool force)
    {
        var cancellationToken = http.RequestAborted;
        var result = await http.GetAccessTokenResultAsync(
            new AccessTokenRequest { Audience = api.Audience, ForceRefresh = force },
            cancellationToken: cancellationToken);
        if (!result.Succeeded)
        {
            return new(api.Name, StatusOf(result), null, [], null, $"{result.Reason}: {result.ErrorDescription}");
        }

        tokens.Remember(http.User, api.Audience, result.Token);

        using var request = new HttpRequestMessage(HttpMethod.Get, api.Name);
        request.Headers.Authorization = new AuthenticationHeaderValue(result.Token.TokenType, result.Token.Value);
        using var response = await client.SendAsync(request, cancellationToken);
        var answer = await response.Content.ReadFromJsonAsync<ApiAnswer>(cancellationToken);

        return new(
            api.Name,
            (int)response.StatusCode,
            answer is { Audiences: [var audience, ..] } ? audience : null,
            answer?.Scopes ?? [],
            Fingerprint.Of(result.Token),
            answer?.Reason);
    }

    private static int StatusOf(AccessTokenResult result) => result.Reason switch
    {
        AccessTokenFailure.AudienceNotGranted or AccessTokenFailure.ScopeNotGranted => StatusCodes.Status403Forbidden,
        AccessTokenFailure.ExchangeRefused => StatusCodes.Status502BadGateway,
        AccessTokenFailure.Transient or AccessTokenFailure.CoordinationUnavailable =>
            StatusCodes.Status503ServiceUnavailable,

        // Everything else is mended by signing in again.
        _ => StatusCodes.Status401Unauthorized,
    };
}
