using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Session.Request;

/// <summary>How long the cookies of a session last. Another response may be renewing the cookie at any moment, without what this
/// request knows.</summary>
/// <param name="Length">How long a cookie lasts that is renewed now.</param>
/// <param name="End">When the session ends, however often its cookie is renewed; null when it does not.</param>
internal sealed record CookieLife(TimeSpan Length, DateTimeOffset? End)
{
    /// <summary>For a response that decided to renew the cookie a moment ago.</summary>
    public static readonly TimeSpan LateRenewal = TimeSpan.FromMinutes(1);

    /// <summary>Reads the life of a ticket's cookie.</summary>
    /// <param name="properties">The ticket's.</param>
    /// <param name="usual">How long the scheme's cookies last.</param>
    public static CookieLife Of(AuthenticationProperties properties, TimeSpan usual) => new(
        properties is { IssuedUtc: { } issued, ExpiresUtc: { } expires } && expires - issued > usual ? expires - issued : usual,
        SessionCeiling.End(properties));

    /// <summary>Covers the cookies of both lives.</summary>
    public CookieLife Longer(CookieLife other) => new(
        Length > other.Length ? Length : other.Length, End is null || other.End is null ? null : End > other.End ? End : other.End);

    /// <summary>When the last cookie expires that does not carry what an exchange commits now.</summary>
    /// <param name="now">The time of the commit.</param>
    public DateTimeOffset LastExpires(DateTimeOffset now)
    {
        var last = Moments.Add(now + LateRenewal, Length);
        return End < last ? End.Value : last;
    }
}
