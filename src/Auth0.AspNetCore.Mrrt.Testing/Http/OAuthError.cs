using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Testing.Http;

/// <summary>A refusal in OAuth's form, with the status and the words that Auth0 uses.</summary>
internal sealed record OAuthError(int Status, string Code, string Description)
{
    public static OAuthError Unauthorized { get; } = new(401, "access_denied", "Unauthorized");

    public static OAuthError InvalidClient { get; } = new(401, "invalid_client", "Client authentication failed");

    public static OAuthError InvalidRefreshToken { get; } =
        new(403, "invalid_grant", "Unknown or invalid refresh token.");

    public static OAuthError DeletedUser { get; } =
        new(403, "invalid_grant", "The refresh_token was generated for a user who doesn't exist anymore.");

    public static OAuthError BlockedUser { get; } = new(401, "unauthorized", "user is blocked");

    public static OAuthError WrongVerifier { get; } =
        new(403, "invalid_grant", "Failed to verify code verifier");

    public static OAuthError AudienceOutsidePolicy { get; } =
        new(403, "access_denied", "The refresh token does not allow the requested audience");

    public static OAuthError InvalidCode(int status) => new(status, "invalid_grant", "Invalid authorization code");

    public static OAuthError InvalidRequest(string description) => new(400, "invalid_request", description);

    public static OAuthError Missing(string parameter) => InvalidRequest($"Missing required parameter: {parameter}");

    public static OAuthError UnsupportedGrant(string grant) =>
        new(400, "unsupported_grant_type", $"Unsupported grant type: {grant}");

    public static OAuthError GrantNotAllowed(string grant) =>
        new(403, "unauthorized_client", $"Grant type '{grant}' not allowed for the client.");

    public JsonObject ToJson() => new() { ["error"] = Code, ["error_description"] = Description };

    public Task WriteAsync(HttpResponse response) => JsonReply.WriteAsync(response, Status, ToJson());
}
