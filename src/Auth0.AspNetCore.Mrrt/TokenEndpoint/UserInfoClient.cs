using System.Net.Http.Headers;
using System.Text.Json;
using Auth0.AspNetCore.Mrrt.Jwt;
using Auth0.AspNetCore.Mrrt.Tenant;

namespace Auth0.AspNetCore.Mrrt.TokenEndpoint;

/// <summary>Asks the tenant what else it knows of a user (OpenID Connect Core 1.0, section 5.3).</summary>
internal sealed class UserInfoClient(BackchannelClient backchannel)
{
    /// <summary>Gives the claims, or says why there are none. They must be about <paramref name="subject"/>: the access
    /// token may be somebody else's.</summary>
    public async Task<(JsonElement? Claims, string? Problem)> GetAsync(
        TenantSettings tenant, string accessToken, string subject, CancellationToken cancellationToken)
    {
        try
        {
            var configuration = await tenant.ConfigurationManager.GetConfigurationAsync(cancellationToken)
                .ConfigureAwait(false);
            if (TenantEndpoints.UserInfo(tenant, configuration) is not { } endpoint)
            {
                return (null, "the tenant announces no such endpoint");
            }

            using var request = new HttpRequestMessage(HttpMethod.Get, endpoint);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
            request.Headers.Accept.ParseAdd("application/json");
            using var response = await backchannel.SendAsync(tenant.Channel, request, cancellationToken).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                return (null, $"status {(int)response.StatusCode}");
            }

            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            if (StrictJson.Object(body) is not { } claims)
            {
                return (null, "no clean JSON, or a member twice");
            }

            return string.Equals(JwtJson.Text(claims, "sub"), subject, StringComparison.Ordinal)
                ? (claims, null)
                : (null, "sub");
        }
        catch (Exception e)
        {
            return (null, e.GetType().Name);
        }
    }
}
