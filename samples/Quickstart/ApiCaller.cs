using System.Net.Http.Headers;
using Auth0.AspNetCore.Mrrt;

namespace Quickstart;

/// <summary>Calls an API for the signed-in user.</summary>
internal sealed class ApiCaller(HttpClient client, SessionTokens tokens)
{
    public async Task<ApiCall> CallAsync(HttpContext http, SampleApi api, bool force)
    {
        // What an application writes: before every call it asks for a token for the API.
        var result = await http.GetAccessTokenResultAsync(
            new AccessTokenRequest { Audience = api.Audience, ForceRefresh = force },
            cancellationToken: http.RequestAborted);

        if (!result.Succeeded)
        {
            return new(api.Name, StatusOf(result), null, [], null, $"{result.Reason}: {result.ErrorDescription}");
        }

        tokens.Remember(http.User, api.Audience, result.Token);

        using var request = new HttpRequestMessage(HttpMethod.Get, api.Name);
        request.Headers.Authorization = new AuthenticationHeaderValue(result.Token.TokenType, result.Token.Value);
        using var response = await client.SendAsync(request, http.RequestAborted);
        if (!response.IsSuccessStatusCode)
        {
            // An API that refuses a token says why in this header (RFC 6750, section 3).
            var reason = response.Headers.WwwAuthenticate.ToString();
            return new(api.Name, (int)response.StatusCode, null, [], Fingerprint.Of(result.Token), reason);
        }

        var answer = await response.Content.ReadFromJsonAsync<ApiAnswer>(http.RequestAborted);
        return new(
            api.Name,
            (int)response.StatusCode,
            answer is { Audiences: [var audience, ..] } ? audience : null,
            answer?.Scopes ?? [],
            Fingerprint.Of(result.Token),
            null);
    }

    private static int StatusOf(AccessTokenResult result) => result.Reason switch
    {
        AccessTokenFailure.AudienceNotGranted or AccessTokenFailure.ScopeNotGranted => StatusCodes.Status403Forbidden,
        AccessTokenFailure.ExchangeRefused or AccessTokenFailure.ClientRefused => StatusCodes.Status502BadGateway,
        AccessTokenFailure.Transient or AccessTokenFailure.CoordinationUnavailable =>
            StatusCodes.Status503ServiceUnavailable,

        // After every other failure the user has to sign in again.
        _ => StatusCodes.Status401Unauthorized,
    };
}
