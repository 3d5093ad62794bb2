using System.Text.Json;
using Auth0.AspNetCore.Mrrt.Jwt;

namespace Auth0.AspNetCore.Mrrt.TokenEndpoint;

/// <summary>The answer of an endpoint that gives no tokens: pushed authorization requests and revocation. A class, so that no
/// <c>ToString</c> shows the body.</summary>
internal sealed class EndpointAnswer
{
    private EndpointAnswer(int status, JsonElement body, TimeSpan? retryAfter)
    {
        Status = status;
        Body = body;
        RetryAfter = retryAfter;
    }

    public int Status { get; }

    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>The members of the answer; undefined when it is no JSON object.</summary>
    public JsonElement Body { get; }

    public TimeSpan? RetryAfter { get; }

    public string? Error => JwtJson.Text(Body, "error");

    public string? ErrorDescription => JwtJson.Text(Body, "error_description");

    public TokenErrorClass ErrorClass =>
        IsSuccess ? TokenErrorClass.None : TokenError.ClassOf(Status, Error, ErrorDescription);

    /// <param name="response">The answer, in memory.</param>
    /// <param name="now">Where the answer names a moment to come back, the time left is counted from here.</param>
    public static async Task<EndpointAnswer> ReadAsync(HttpResponseMessage response, DateTimeOffset now)
    {
        var body = await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
        return new EndpointAnswer(
            (int)response.StatusCode, StrictJson.Object(body) ?? default, TokenEndpoint.RetryAfter.Of(response, now));
    }

    public override string ToString() => $"status {Status}";
}
