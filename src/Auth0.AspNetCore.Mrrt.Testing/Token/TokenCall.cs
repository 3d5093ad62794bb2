using System.Text;
using System.Text.Json;
using Auth0.AspNetCore.Mrrt.Testing.Http;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Testing.Token;

/// <summary>One call to <c>/oauth/token</c>: what was sent, and what the log will say about it.</summary>
internal sealed class TokenCall
{
    private TokenCall(RequestParameters parameters, string? authorization, string? telemetry)
    {
        Parameters = parameters;
        Authorization = authorization;
        Telemetry = telemetry;
        ClientId = parameters["client_id"];
    }

    public RequestParameters Parameters { get; }

    public string? Authorization { get; }

    public string Grant => Parameters["grant_type"] ?? "";

    public string? Audience => Parameters["audience"];

    public string? Scope => Parameters["scope"];

    public string? ClientId { get; set; }

    public string? UserId { get; set; }

    public string? IssuedAudience { get; set; }

    public string? IssuedScope { get; set; }

    public string? Family { get; set; }

    public int? Generation { get; set; }

    public int? IssuedGeneration { get; set; }

    public string? Policy { get; set; }

    public bool ReuseDetected { get; set; }

    public TokenFault? Fault { get; set; }

    public string? Telemetry { get; }

    public static async Task<TokenCall> ReadAsync(HttpRequest request) => new(
        await RequestParameters.FromBodyAsync(request).ConfigureAwait(false),
        request.Headers.Authorization,
        Decode(request.Headers["Auth0-Client"]));

    public TokenExchange ToExchange(TokenExchangeOutcome outcome, int status, string? error, DateTimeOffset at) => new()
    {
        Grant = Grant,
        ClientId = ClientId,
        UserId = UserId,
        RequestedAudience = Audience,
        IssuedAudience = IssuedAudience,
        RequestedScope = Scope,
        IssuedScope = IssuedScope,
        Family = Family,
        Generation = Generation,
        IssuedGeneration = IssuedGeneration,
        PolicyUsed = Policy,
        Outcome = outcome,
        StatusCode = status,
        Error = error,
        Fault = Fault?.ToString(),
        Telemetry = Telemetry,
        At = at,
    };

    // Clients differ in base64 and base64url here, and Auth0 takes the header or leaves it.
    private static string? Decode(string? header)
    {
        try
        {
            var bytes = Convert.FromBase64String(Padded((header ?? "").Replace('-', '+').Replace('_', '/')));
            using var json = JsonDocument.Parse(bytes);
            return Encoding.UTF8.GetString(bytes);
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            return null;
        }
    }

    private static string Padded(string base64) => base64.PadRight((base64.Length + 3) / 4 * 4, '=');
}
