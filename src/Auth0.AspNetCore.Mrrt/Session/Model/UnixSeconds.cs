namespace Auth0.AspNetCore.Mrrt.Session.Model;

/// <summary>Moments as session items hold them.</summary>
internal static class UnixSeconds
{
    /// <summary>The moment, or the nearest one that the calendar knows.</summary>
    public static DateTimeOffset Moment(long seconds) => DateTimeOffset.FromUnixTimeSeconds(
        Math.Clamp(seconds, 0, DateTimeOffset.MaxValue.ToUnixTimeSeconds()));
}
