using System.Collections.Concurrent;

namespace Auth0.AspNetCore.Mrrt.Coordination.Shared;

/// <summary>What the backend could not be told: this server knows it and tells it later.</summary>
internal sealed class PendingWrites
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _ends = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SessionRecord> _records = new(StringComparer.Ordinal);

    public bool IsEmpty => _ends.IsEmpty && _records.IsEmpty;

    public int Count => _ends.Count + _records.Count;

    public IEnumerable<KeyValuePair<string, DateTimeOffset>> Ends => _ends;

    public IEnumerable<KeyValuePair<string, SessionRecord>> Records => _records;

    /// <summary>Notes an end. A record that waits still counts: its number tells that the refresh token before it was used.</summary>
    public void Ended(string sessionId, DateTimeOffset until) => _ends[sessionId] = until;

    public void Kept(string sessionId, SessionRecord record) =>
        _records.AddOrUpdate(
            sessionId, record, (_, earlier) => earlier.Generation > record.Generation ? earlier : record);

    public void Said(KeyValuePair<string, DateTimeOffset> end) => _ends.TryRemove(end);

    public void Said(KeyValuePair<string, SessionRecord> record) => _records.TryRemove(record);
}
