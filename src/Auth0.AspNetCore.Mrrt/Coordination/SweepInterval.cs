namespace Auth0.AspNetCore.Mrrt.Coordination;

/// <summary>Lets one caller in each interval clear up what has expired; the others go on.</summary>
internal sealed class SweepInterval(TimeSpan length)
{
    private long _next;

    /// <summary>One caller a minute.</summary>
    public SweepInterval()
        : this(TimeSpan.FromMinutes(1))
    {
    }

    public bool IsOver(DateTimeOffset now)
    {
        var due = Volatile.Read(ref _next);
        return now.UtcTicks >= due
            && Interlocked.CompareExchange(ref _next, (now + length).UtcTicks, due) == due;
    }
}
