namespace Auth0.AspNetCore.Mrrt.Testing.Tests.Contracts.Driver;

/// <summary>What the servers share: sessions in memory, and the backend's own clock.</summary>
internal sealed class MemoryTable(TimeSpan? lease, Fault fault)
{
    private readonly Dictionary<string, MemorySession> _sessions = new(
        fault == Fault.NamesIgnoreCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);

    private int _ends;

    /// <summary>Each operation is one step.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Null when a lock is a transaction.</summary>
    public TimeSpan? Lease => lease;

    public Fault Fault => fault;

    /// <summary>The time by the backend's clock.</summary>
    public static TimeSpan Now => TimeProvider.System.GetElapsedTime(0);

    public IEnumerable<KeyValuePair<string, MemorySession>> Sessions => _sessions;

    public MemorySession this[string id]
    {
        get
        {
            var name = fault == Fault.NamesAreTrimmed ? id.Trim() : id;
            return _sessions.TryGetValue(name, out var session) ? session : _sessions[name] = new MemorySession();
        }
    }

    public bool IsLocked(MemorySession session) => session.Lock is { } held && (fault == Fault.LockOfTheDeadStays
        || (lease is null ? !held.Connection.IsBroken : session.LeaseUntil > Now));

    public void End(MemorySession session, DateTimeOffset until)
    {
        session.EndedAs = session.HasEnded ? session.EndedAs : ++_ends;
        session.EndedUntil = session.EndedUntil > until && fault != Fault.LastEndCounts ? session.EndedUntil : until;
    }

    public void Clear() => _sessions.Clear();

    public void RemoveEnded()
    {
        foreach (var (id, _) in _sessions.Where(entry => entry.Value.HasEnded).ToArray())
        {
            _sessions.Remove(id);
        }
    }
}
