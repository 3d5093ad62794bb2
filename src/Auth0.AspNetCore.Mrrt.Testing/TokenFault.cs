using System.Text.Json.Nodes;
using Auth0.AspNetCore.Mrrt.Testing.Http;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Testing;

/// <summary>
/// Something that goes wrong with a call to <c>/oauth/token</c>: made by one of the static methods, narrowed by the
/// others, and handed to <see cref="TenantFaults.Add"/>. It hits the next matching call, once unless said otherwise.
/// </summary>
/// <example>
/// <code>
/// tenant.Faults.Add(TokenFault.Answer(503, "&lt;html&gt;down&lt;/html&gt;", "text/html").Times(2));
/// tenant.Faults.Add(TokenFault.Drop().AfterRotation().ForGrant("refresh_token"));
/// </code>
/// </example>
public sealed class TokenFault
{
    private readonly string _name;
    private string? _grant;
    private string? _audience;
    private int _left = 1;

    private TokenFault(string name, int? statusCode)
    {
        _name = name;
        StatusCode = statusCode;
    }

    /// <summary>The status to answer; 0 drops the connection; null leaves the answer to the tenant.</summary>
    internal int? StatusCode { get; }

    internal string Body { get; private init; } = "";

    internal string ContentType { get; private init; } = "text/plain";

    internal Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    internal TimeSpan Delay { get; private set; }

    internal TimeSpan? RateLimitReset { get; private init; }

    /// <summary>A secret in the body, for those that are searched for in logs.</summary>
    internal string? Secret { get; private init; }

    internal bool AfterProcessing { get; private set; }

    /// <summary>Answers with any status and body, instead of the tenant.</summary>
    /// <param name="statusCode">The HTTP status.</param>
    /// <param name="body">The body, as it is.</param>
    /// <param name="contentType">The body's content type.</param>
    public static TokenFault Answer(int statusCode, string body = "", string contentType = "text/plain") =>
        new($"answer {statusCode}", statusCode) { Body = body, ContentType = contentType };

    /// <summary>Answers with an OAuth error.</summary>
    /// <param name="statusCode">The HTTP status.</param>
    /// <param name="error">The <c>error</c> code.</param>
    /// <param name="description">The <c>error_description</c>.</param>
    public static TokenFault Error(int statusCode, string error, string description = "") =>
        Json(statusCode, new OAuthError(statusCode, error, description).ToJson());

    /// <summary>
    /// Answers 429 <c>too_many_requests</c> with <c>x-ratelimit-limit</c>, <c>-remaining</c> and, in Unix seconds of
    /// the tenant's clock, <c>-reset</c>. Auth0 promises no <c>Retry-After</c> here.
    /// </summary>
    /// <param name="resetAfter">How long until the limit is lifted.</param>
    /// <param name="retryAfter">Whether <c>Retry-After</c>, in seconds, comes along.</param>
    public static TokenFault RateLimited(TimeSpan resetAfter, bool retryAfter = false)
    {
        var json = new OAuthError(429, "too_many_requests", "Rate limit exceeded.").ToJson();
        var fault = new TokenFault("answer 429", StatusCodes.Status429TooManyRequests)
        {
            Body = json.ToJsonString(),
            ContentType = "application/json",
            RateLimitReset = resetAfter,
        };
        return retryAfter
            ? fault.WithHeader("Retry-After", FormattableString.Invariant($"{Math.Ceiling(resetAfter.TotalSeconds)}"))
            : fault;
    }

    /// <summary>Answers <c>mfa_required</c> with an <c>mfa_token</c> and what the user may enrol or be challenged with.</summary>
    /// <param name="statusCode">403 as most sources say; the API description has 401.</param>
    public static TokenFault MfaRequired(int statusCode = StatusCodes.Status403Forbidden)
    {
        var mfaToken = $"Fe26.2*{RandomValue.Create()}";
        var json = new OAuthError(statusCode, "mfa_required", "Multifactor authentication required").ToJson();
        json["mfa_token"] = mfaToken;
        json["mfa_requirements"] = new JsonObject
        {
            ["challenge"] = new JsonArray(new JsonObject { ["type"] = "otp" }, new JsonObject { ["type"] = "phone" }),
        };
        return Json(statusCode, json, mfaToken);
    }

    /// <summary>Drops the connection without an answer: by default before anything is processed.</summary>
    public static TokenFault Drop() => new("drop", 0);

    /// <summary>Delays the tenant's answer, on the tenant's clock: <see cref="Auth0Tenant.Advance"/> ends it.</summary>
    /// <param name="delay">For how long.</param>
    public static TokenFault Slow(TimeSpan delay) => new("delay", statusCode: null) { Delay = delay };

    /// <summary>Lets the fault happen after the call was processed: tokens have been issued and rotated, and are lost.</summary>
    public TokenFault AfterRotation()
    {
        AfterProcessing = true;
        return this;
    }

    /// <summary>Lets the fault come late, on the tenant's clock: the caller waits that long, or gives up before.</summary>
    /// <param name="delay">How much later.</param>
    public TokenFault After(TimeSpan delay)
    {
        Delay = delay;
        return this;
    }

    /// <summary>Lets the fault hit that many calls.</summary>
    /// <param name="calls">How many; at least one.</param>
    public TokenFault Times(int calls)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(calls, 1);
        _left = calls;
        return this;
    }

    /// <summary>Lets the fault hit every matching call until <see cref="TenantFaults.Clear"/>.</summary>
    public TokenFault UntilCleared() => Times(int.MaxValue);

    /// <summary>Limits the fault to one grant.</summary>
    /// <param name="grant"><c>refresh_token</c> or <c>authorization_code</c>.</param>
    public TokenFault ForGrant(string grant)
    {
        _grant = grant;
        return this;
    }

    /// <summary>Limits the fault to calls that ask for this audience.</summary>
    /// <param name="audience">The <c>audience</c> parameter, compared exactly.</param>
    public TokenFault ForAudience(string audience)
    {
        _audience = audience;
        return this;
    }

    /// <summary>Adds a header to the answer.</summary>
    /// <param name="name">The header's name.</param>
    /// <param name="value">Its value.</param>
    public TokenFault WithHeader(string name, string value)
    {
        Headers[name] = value;
        return this;
    }

    /// <inheritdoc />
    public override string ToString() => AfterProcessing ? $"{_name} after rotation" : _name;

    /// <summary>Whether it hits this call; counts it if so. <see cref="TenantFaults"/> calls it under its lock.</summary>
    internal bool TryHit(string grant, string? audience)
    {
        if (_left == 0 || (_grant ?? grant) != grant || (_audience is not null && _audience != audience))
        {
            return false;
        }

        _left -= _left == int.MaxValue ? 0 : 1;
        return true;
    }

    private static TokenFault Json(int statusCode, JsonObject body, string? secret = null) =>
        new($"answer {statusCode}", statusCode)
        {
            Body = body.ToJsonString(),
            ContentType = "application/json",
            Secret = secret,
        };
}
