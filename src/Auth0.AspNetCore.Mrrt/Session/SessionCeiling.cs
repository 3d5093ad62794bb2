using System.Globalization;
using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Session;

/// <summary>The end that the identity provider behind the tenant sets for a session, in the ID token's
/// <c>session_expiry</c>: fixed at the login, however often the session slides and its tokens are refreshed.</summary>
internal static class SessionCeiling
{
    /// <summary>As Auth0's own libraries have it: a session ends this long before, and one that would be shorter is
    /// none.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    /// <summary>What is larger counts milliseconds, or nothing that makes sense: no ceiling.</summary>
    private const long LastSecond = 9_999_999_999;

    public static bool IsPlausible(long? sessionExpiry) => sessionExpiry is > 0 and <= LastSecond;

    /// <summary>Whether a session with this ceiling has ended.</summary>
    public static bool IsOver(long sessionExpiry, DateTimeOffset now) =>
        sessionExpiry <= (now + Margin).ToUnixTimeSeconds();

    public static bool IsOver(AuthenticationProperties properties, DateTimeOffset now) =>
        Read(properties) is { } sessionExpiry && IsOver(sessionExpiry, now);

    /// <summary>Notes what a login's ID token says.</summary>
    public static void Write(AuthenticationProperties properties, long? sessionExpiry)
    {
        if (IsPlausible(sessionExpiry))
        {
            properties.Items[TicketItems.SessionExpiry] = sessionExpiry!.Value.ToString(CultureInfo.InvariantCulture);
        }
        else
        {
            properties.Items.Remove(TicketItems.SessionExpiry);
        }
    }

    /// <summary>Lets a ticket that is about to be written expire with its session.</summary>
    /// <param name="properties">The ticket's.</param>
    /// <param name="otherwise">When it expires if they do not say so.</param>
    public static void Cap(AuthenticationProperties properties, DateTimeOffset otherwise)
    {
        if (End(properties) is { } end && end < (properties.ExpiresUtc ?? otherwise))
        {
            properties.ExpiresUtc = end;
        }
    }

    /// <summary>Whether a ticket expires with its session already, so that it has nothing to gain.</summary>
    public static bool IsReached(AuthenticationProperties properties) => End(properties) <= properties.ExpiresUtc;

    private static DateTimeOffset? End(AuthenticationProperties properties) =>
        Read(properties) is { } sessionExpiry ? DateTimeOffset.FromUnixTimeSeconds(sessionExpiry) - Margin : null;

    private static long? Read(AuthenticationProperties properties) =>
        properties.Items.TryGetValue(TicketItems.SessionExpiry, out var text)
        && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var sessionExpiry)
        && IsPlausible(sessionExpiry)
            ? sessionExpiry
            : null;
}
