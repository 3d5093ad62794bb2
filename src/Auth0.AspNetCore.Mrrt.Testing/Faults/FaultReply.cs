using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Testing.Faults;

/// <summary>Does to a connection what a fault says.</summary>
internal static class FaultReply
{
    private const int Dropped = 0;

    public static Task SendAsync(HttpContext http, TokenFault fault, TimeProvider clock)
    {
        if (fault.StatusCode is not { } status || status == Dropped)
        {
            http.Abort();
            return Task.CompletedTask;
        }

        var response = http.Response;
        response.StatusCode = status;
        response.ContentType = fault.ContentType;
        if (fault.RateLimitReset is { } reset)
        {
            var lifted = (clock.GetUtcNow() + reset).ToUnixTimeSeconds();
            response.Headers["x-ratelimit-limit"] = "30";
            response.Headers["x-ratelimit-remaining"] = "0";
            response.Headers["x-ratelimit-reset"] = lifted.ToString(CultureInfo.InvariantCulture);
        }

        foreach (var (name, value) in fault.Headers)
        {
            response.Headers[name] = value;
        }

        return response.WriteAsync(fault.Body);
    }
}
