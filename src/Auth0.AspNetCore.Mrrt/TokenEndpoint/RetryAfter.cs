using System.Globalization;
using System.Net;

namespace Auth0.AspNetCore.Mrrt.TokenEndpoint;

/// <summary>How long an answer says to wait: in either form of <c>Retry-After</c> (RFC 9110, section 10.2.3), or in Auth0's
/// <c>x-ratelimit-reset</c>.</summary>
internal static class RetryAfter
{
    /// <summary>Gives nothing where it does not say, or where it has passed.</summary>
    public static TimeSpan? Of(HttpResponseMessage response, DateTimeOffset now)
    {
        var wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - now,
            _ => ResetOf(response) is { } reset ? reset - now : (TimeSpan?)null,
        };
        return wait > TimeSpan.Zero ? wait : null;
    }

    /// <summary>Auth0 gives the moment the bucket is filled again as seconds since 1970.</summary>
    private static DateTimeOffset? ResetOf(HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.TooManyRequests
        && response.Headers.TryGetValues("x-ratelimit-reset", out var values)
        && long.TryParse(values.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
}
