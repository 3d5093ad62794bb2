using System.Globalization;

namespace Auth0.AspNetCore.Mrrt.Coordination.Shared;

/// <summary>The time after a restart of the backend in which no exchange begins. One whose connection broke with it may still be
/// under way somewhere, with the refresh token that the next one would present.</summary>
internal static class QuietTime
{
    /// <summary>Asks whether exchanges may begin.</summary>
    /// <param name="up">For how long the backend has forgotten no lock; null when nobody can have held one before.</param>
    /// <param name="parts">Says how long the time is, and hears of it.</param>
    /// <returns>What a caller is told. Null when they may.</returns>
    public static SessionCoordinationException? Refusal(TimeSpan? up, SharedParts parts)
    {
        if (up is not { } since || parts.Settings.QuietAfterRestart - since is not { Ticks: > 0 } rest)
        {
            return null;
        }

        parts.Health.Quiet(rest);
        parts.Logger.Quiet(parts.Backend.Name, Math.Ceiling(rest.TotalSeconds));
        return new SessionCoordinationException(
            $"{Capitalized(parts.Backend.Name)} started {Seconds(since)} s ago. No exchange begins for another {Seconds(rest)} s, because "
            + $"one from before the start may be under way ({nameof(SharedSessionOptions.QuietAfterRestart)}).")
        {
            RetryAfter = rest,
        };
    }

    private static string Capitalized(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    /// <summary>A standby that took over counts from a little after the last that it heard.</summary>
    private static string Seconds(TimeSpan time) =>
        Math.Ceiling(Math.Max(0, time.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
