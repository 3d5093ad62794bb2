using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Coordination.Shared;

/// <summary>How long the backend keeps what is written now.</summary>
internal sealed class RecordExpiry(IOptions<SharedSessionOptions> options, TimeProvider time)
{
    /// <summary>The last full hour that has another hour after it.</summary>
    private static readonly long LastHour = DateTimeOffset.MaxValue.AddHours(-2).UtcTicks;

    /// <summary>When a record written now expires: not before the last older cookie, nor before
    /// <see cref="SharedSessionOptions.RecordLifetime"/> is over. By the hour, so that an index of it seldom changes.</summary>
    /// <param name="record">What is written; null for an entry without tokens.</param>
    public DateTimeOffset Of(SessionRecord? record)
    {
        var end = time.GetUtcNow() + options.Value.RecordLifetime;
        end = record?.KeepUntil > end ? record.KeepUntil.Value : end;
        var hour = end.UtcTicks - (end.UtcTicks % TimeSpan.TicksPerHour);
        return new DateTimeOffset(Math.Min(hour, LastHour) + TimeSpan.TicksPerHour, TimeSpan.Zero);
    }
}
