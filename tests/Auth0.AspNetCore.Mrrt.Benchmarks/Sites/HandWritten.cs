using System.Collections.Immutable;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Benchmarks.Sites;

/// <summary>A refresh as an application writes it by hand, for a plain cookie with <c>SaveTokens</c>.</summary>
internal sealed class HandWritten(HttpMessageHandler tenant, TimeProvider time) : IDisposable
{
    private readonly HttpClient _client = new(tenant, disposeHandler: false);

    /// <summary>Keeps tokens of other APIs in the ticket: as JSON in one item, which costs less than an item for each.</summary>
    public static void Keep(ImmutableArray<AccessTokenSet> additional, AuthenticationProperties properties)
    {
        if (additional is not [])
        {
            properties.Items["additional_tokens"] = JsonSerializer.Serialize(additional.ToDictionary(
                set => set.Audience!, set => new { access_token = set.AccessToken, expires_at = set.ExpiresAt }));
        }
    }

    /// <summary>Gives the access token. One that has expired is refreshed, and the response gets the new cookie.</summary>
    public async Task<string?> GetAccessTokenAsync(HttpContext httpContext)
    {
        var session = await httpContext.AuthenticateAsync("Cookies");
        var properties = session.Properties!;
        var expiresAt = DateTimeOffset.Parse(properties.GetTokenValue("expires_at")!, CultureInfo.InvariantCulture);
        if (expiresAt > time.GetUtcNow())
        {
            return properties.GetTokenValue("access_token");
        }

        using var form = new FormUrlEncodedContent(
        [
            new("grant_type", "refresh_token"),
            new("client_id", "client-id"),
            new("client_secret", "client-secret"),
            new("refresh_token", properties.GetTokenValue("refresh_token")),
        ]);
        using var response = await _client.PostAsync(new Uri("https://tenant.example.com/oauth/token"), form);
        response.EnsureSuccessStatusCode();
        var answer = (await response.Content.ReadFromJsonAsync<Answer>())!;
        var expires = time.GetUtcNow().AddSeconds(answer.ExpiresIn);
        properties.UpdateTokenValue("access_token", answer.AccessToken);
        properties.UpdateTokenValue("refresh_token", answer.RefreshToken);
        properties.UpdateTokenValue("expires_at", expires.ToString("o", CultureInfo.InvariantCulture));
        await httpContext.SignInAsync("Cookies", session.Principal!, properties);
        return answer.AccessToken;
    }

    public void Dispose() => _client.Dispose();

    private sealed record Answer(
        [property: JsonPropertyName("access_token")] string AccessToken,
        [property: JsonPropertyName("refresh_token")] string RefreshToken,
        [property: JsonPropertyName("expires_in")] int ExpiresIn);
}
