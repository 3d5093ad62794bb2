namespace Auth0.AspNetCore.Mrrt.Coordination;

/// <summary>Counts the records that this server remembers, and their bytes.</summary>
internal sealed class RecordBudget
{
    /// <summary>More records than this are not remembered. Those whose memory ends first are forgotten first.</summary>
    public const int MostRecords = InProcessSessionCoordinator.MaxRememberedSessions;

    /// <summary>Records of more bytes than this are not remembered either.</summary>
    public const long MostBytes = 256L << 20;

    private long _bytes;
    private int _records;

    /// <summary>True when some have to be forgotten.</summary>
    public bool IsExceeded => Volatile.Read(ref _records) > MostRecords || Volatile.Read(ref _bytes) > MostBytes;

    /// <summary>True when they have to be forgotten at once, and not within a minute.</summary>
    public bool IsFarExceeded =>
        Volatile.Read(ref _records) > MostRecords + (MostRecords / 4) || Volatile.Read(ref _bytes) > MostBytes + (MostBytes / 4);

    /// <summary>A record takes the place of another.</summary>
    public void Change(SessionRecord? before, SessionRecord? after)
    {
        Interlocked.Add(ref _bytes, (after?.Payload.Length ?? 0) - (before?.Payload.Length ?? 0));
        Interlocked.Add(ref _records, (after is null ? 0 : 1) - (before is null ? 0 : 1));
    }
}
