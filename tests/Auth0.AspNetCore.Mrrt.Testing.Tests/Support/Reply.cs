using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Auth0.AspNetCore.Mrrt.Testing.Tests.Support;

/// <summary>A JSON answer of the tenant.</summary>
internal sealed class Reply(int status, string text)
{
    public int Status { get; } = status;

    public string Text { get; } = text;

    public JsonObject Json { get; } = Parse(text);

    public string? this[string member] => Json[member]?.ToString();

    public string? RefreshToken => this["refresh_token"];

    public string? Scope => this["scope"];

    public string? Error => this["error"];

    public string? Description => this["error_description"];

    public JsonWebToken AccessToken => new(this["access_token"]);

    public JsonWebToken IdToken => new(this["id_token"]);

    /// <summary>The audiences of the access token, without the one for userinfo.</summary>
    public string Audience => AccessToken.Audiences.Single(audience =>
        !audience.EndsWith("/userinfo", StringComparison.Ordinal));

    public static async Task<Reply> ReadAsync(HttpResponseMessage response) =>
        new((int)response.StatusCode, await response.Content.ReadAsStringAsync());

    /// <summary>Fails unless the answer is this refusal.</summary>
    public void ShouldBeRefused(int status, string error, string? description = null)
    {
        Status.Should().Be(status);
        Error.Should().Be(error);
        Description.Should().Be(description ?? Description);
    }

    public void ShouldBeADeadRefreshToken() =>
        ShouldBeRefused(403, "invalid_grant", "Unknown or invalid refresh token.");

    private static JsonObject Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
