using System.Globalization;
using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Session.Ticket;

/// <summary>The end that the identity provider behind the tenant sets for a session, in the ID token's
/// <c>session_expiry</c>: fixed at the login, however often the session slides and its tokens are refreshed.</summary>
internal static class SessionCeiling
{
    /// <summary>As Auth0's own libraries have it: a session ends this long before, and one that would be shorter is
    /// none.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    private const string Nothing = "";

    /// <summary>What is larger counts milliseconds, or nothing that makes sense: no ceiling.</summary>
    private const long LastSecond = 9_999_999_999;

    public static bool IsPlausible(long? sessionExpiry) => sessionExpiry is > 0 and <= LastSecond;

    /// <summary>Whether a session with this ceiling has ended.</summary>
    public static bool IsOver(long sessionExpiry, DateTimeOffset now) =>
        sessionExpiry <= (now + Margin).ToUnixTimeSeconds();

    /// <summary>Notes what a login's ID token says, also that it says nothing. A note of the official SDK is of a session
    /// before.</summary>
    public static void Write(AuthenticationProperties properties, long? sessionExpiry)
    {
        properties.Items.Remove(TicketItems.OfficialSessionExpiry);
        properties.Items[TicketItems.SessionExpiry] =
            IsPlausible(sessionExpiry) ? sessionExpiry!.Value.ToString(CultureInfo.InvariantCulture) : Nothing;
    }

    /// <summary>Lets a sign-in that is no login of its own, such as one with other claims, end with the session that it goes on
    /// from.</summary>
    /// <param name="properties">The sign-in's.</param>
    /// <param name="previous">Those of the session before, if there was one.</param>
    /// <param name="now">The time.</param>
    public static void Continue(AuthenticationProperties properties, AuthenticationProperties? previous, DateTimeOffset now)
    {
        if (!properties.Items.TryGetValue(TicketItems.SessionExpiry, out var known))
        {
            if (previous is not null && Scheme(properties) is null && Read(previous) is { } sessionExpiry
                && !IsOver(sessionExpiry, now))
            {
                Write(properties, sessionExpiry);
            }
        }
        else if (known == Nothing)
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

    /// <summary>When the session ends; none without a ceiling.</summary>
    public static DateTimeOffset? End(AuthenticationProperties properties) =>
        Read(properties) is { } sessionExpiry ? DateTimeOffset.FromUnixTimeSeconds(sessionExpiry) - Margin : null;

    /// <summary>When a session ends unless its ticket is renewed: the ticket's expiry, or the ceiling when that is
    /// earlier.</summary>
    /// <param name="properties">The ticket's.</param>
    /// <param name="expires">When the ticket expires; null when it never does.</param>
    /// <returns>The end; null when there is none.</returns>
    public static DateTimeOffset? End(AuthenticationProperties properties, DateTimeOffset? expires) =>
        End(properties) is { } end && !(expires < end) ? end : expires;

    /// <summary>The login handler that a sign-in comes from.</summary>
    private static string? Scheme(AuthenticationProperties properties) =>
        properties.Items.TryGetValue(TicketItems.Scheme, out var scheme) ? scheme : null;

    private static long? Read(AuthenticationProperties properties) =>
        Read(properties, TicketItems.SessionExpiry) ?? Read(properties, TicketItems.OfficialSessionExpiry);

    private static long? Read(AuthenticationProperties properties, string item) =>
        properties.Items.TryGetValue(item, out var text)
        && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var sessionExpiry)
        && IsPlausible(sessionExpiry)
            ? sessionExpiry
            : null;
}
