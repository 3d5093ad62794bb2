namespace Auth0.AspNetCore.Mrrt.Session.Ticket;

/// <summary>Times that an application may set to the last moment there is.</summary>
internal static class Moments
{
    /// <summary>Adds a duration and stops at <see cref="DateTimeOffset.MaxValue"/>.</summary>
    public static DateTimeOffset Add(DateTimeOffset moment, TimeSpan duration) =>
        duration < DateTimeOffset.MaxValue - moment ? moment + duration : DateTimeOffset.MaxValue;
}
