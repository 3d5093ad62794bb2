namespace Auth0.AspNetCore.Mrrt.Coordination;

/// <summary>Lets one caller a minute clear up what has expired; the others go on.</summary>
internal sealed class SweepInterval
{
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(1);

    private long _next;

    public bool IsOver(DateTimeOffset now)
    {
        var due = Volatile.Read(ref _next);
        return now.UtcTicks >= due
            && Interlocked.CompareExchange(ref _next, (now + Length).UtcTicks, due) == due;
    }
}
