using Auth0.AspNetCore.Mrrt.Tenant;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>Everything that is wrong with the settings of a client at the tenant.</summary>
internal static class ClientProblems
{
    private static readonly TimeSpan LongestClockSkew = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(10);

    public static IEnumerable<string> Of(string? scheme, ClientSettings client) =>
    [
        .. Names(client),
        .. ClientAuthenticationProblems.Of(client),
        .. Cookie(scheme, client),
        .. Times(client),
    ];

    /// <summary>Says what is wrong with a limit for calls to the tenant, or nothing.</summary>
    public static string? OfTimeout(TimeSpan timeout) =>
        timeout <= TimeSpan.Zero || timeout > LongestTimeout
            ? $"{nameof(ClientSettings.BackchannelTimeout)} is {timeout}: use more than zero, and at most {LongestTimeout}."
            : null;

    /// <summary>Says what is wrong with an allowed difference of clocks, or nothing.</summary>
    public static string? OfClockSkew(TimeSpan clockSkew) =>
        clockSkew < TimeSpan.Zero || clockSkew > LongestClockSkew
            ? $"{nameof(ClientSettings.ClockSkew)} is {clockSkew}: use zero to {LongestClockSkew}."
            : null;

    private static IEnumerable<string> Names(ClientSettings client)
    {
        if (!TenantAddress.TryParse(client.Domain, out _, out var problem))
        {
            yield return $"{nameof(client.Domain)} {problem}";
        }

        if (string.IsNullOrWhiteSpace(client.ClientId))
        {
            yield return $"{nameof(client.ClientId)} is missing: set it to the client id of the application at the tenant.";
        }
        else if (client.ClientId.Trim() != client.ClientId)
        {
            yield return $"{nameof(client.ClientId)} begins or ends with white space: remove it.";
        }

        if (client.ClientSecret is { } secret && secret.Trim() != secret)
        {
            yield return $"{nameof(client.ClientSecret)} begins or ends with white space, such as a line's end: remove it.";
        }
    }

    private static IEnumerable<string> Cookie(string? scheme, ClientSettings client)
    {
        if (string.IsNullOrWhiteSpace(client.CookieAuthenticationScheme) || client.CookieAuthenticationScheme == scheme)
        {
            yield return $"{nameof(client.CookieAuthenticationScheme)} must name a cookie scheme of its own, different "
                + $"from the login's scheme '{scheme}'.";
        }
    }

    private static IEnumerable<string> Times(ClientSettings client)
    {
        if (OfTimeout(client.BackchannelTimeout) is { } problem)
        {
            yield return problem;
        }

        if (OfClockSkew(client.ClockSkew) is { } skew)
        {
            yield return skew;
        }
    }
}
