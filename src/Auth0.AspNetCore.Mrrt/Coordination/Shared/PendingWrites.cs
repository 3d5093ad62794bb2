using System.Collections.Concurrent;

namespace Auth0.AspNetCore.Mrrt.Coordination.Shared;

/// <summary>What the backend could not be told, or may have lost: this server knows it and tells it later.</summary>
/// <param name="most">How many of a kind wait.</param>
internal sealed class PendingWrites(int most = PendingWrites.Most)
{
    /// <summary>What waits can be told nowhere else, so nothing of it is dropped. Beyond this number a sign-out fails, and a server that
    /// goes on alone begins no exchange for another session: nobody is promised what could be lost.</summary>
    public const int Most = 50_000;

    private readonly ConcurrentDictionary<string, PendingEnd> _ends = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PendingRecord> _records = new(StringComparer.Ordinal);

    public bool IsEmpty => _ends.IsEmpty && _records.IsEmpty;

    public int Count => _ends.Count + _records.Count;

    /// <summary>Whether tokens of this session can wait.</summary>
    public bool HasRoomFor(string sessionId) => _records.ContainsKey(sessionId) || _records.Count < most;

    /// <summary>The ends that the backend was never told.</summary>
    public IEnumerable<KeyValuePair<string, PendingEnd>> NewEnds => _ends.Where(end => end.Value.KnownAt is null);

    /// <summary>The ends that the backend may have lost, newest first.</summary>
    public IEnumerable<KeyValuePair<string, PendingEnd>> LostEnds =>
        _ends.ToArray().Where(end => end.Value.KnownAt is not null).OrderByDescending(end => end.Value.KnownAt);

    /// <summary>All records: first those that the backend never had, then those that it may have lost, newest first.</summary>
    public IEnumerable<KeyValuePair<string, PendingRecord>> Records =>
        _records.ToArray().OrderByDescending(record => record.Value.KnownAt ?? long.MaxValue);

    /// <summary>The records that the backend never had, of sessions whose end need not be told. An end that is told after the tokens drops
    /// them, and a sign-in may continue the session with them (G16). What the backend may have lost is not among them: the quiet
    /// time keeps other servers from going on without it.</summary>
    public IEnumerable<KeyValuePair<string, PendingRecord>> LiveRecords =>
        _records.Where(record => !record.Value.WasKept && !_ends.ContainsKey(record.Key));

    /// <summary>Notes an end. A record that waits still counts: its number tells that the refresh token before it was used.</summary>
    /// <returns>False when too many wait: then it is not noted.</returns>
    public bool Ended(string sessionId, DateTimeOffset until) => Note(sessionId, new PendingEnd(until, KnownAt: null));

    /// <summary>Notes an end that the backend knew at a moment, and may have lost. When too many wait, it is left out.</summary>
    public void MayBeLost(string sessionId, DateTimeOffset until, long knownAt) => Note(sessionId, new PendingEnd(until, knownAt));

    /// <summary>Notes a generation that the backend has not heard of. It is noted in any case: it exists nowhere else. There are no more
    /// of them than exchanges are under way, beside those that <see cref="HasRoomFor"/> allows.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="record">The generation.</param>
    /// <param name="holder">See <see cref="PendingRecord.Holder"/>.</param>
    public void Kept(string sessionId, SessionRecord record, Guid? holder = null) =>
        Note(sessionId, new PendingRecord(record, KnownAt: null, holder));

    /// <summary>Notes a generation that the backend had at a moment, and may have lost. When too many wait, it is left out.</summary>
    public void MayBeLost(string sessionId, SessionRecord record, long knownAt)
    {
        if (HasRoomFor(sessionId))
        {
            Note(sessionId, new PendingRecord(record, knownAt, Holder: null));
        }
    }

    public void Said(KeyValuePair<string, PendingEnd> end) => _ends.TryRemove(end);

    public void Said(KeyValuePair<string, PendingRecord> record) => _records.TryRemove(record);

    /// <summary>The later moment counts. An end that waits as new is told as soon as before.</summary>
    private bool Note(string sessionId, PendingEnd next)
    {
        if (!_ends.ContainsKey(sessionId) && _ends.Count >= most)
        {
            return false;
        }

        _ends.AddOrUpdate(
            sessionId,
            next,
            (_, earlier) => new PendingEnd(
                earlier.Until > next.Until ? earlier.Until : next.Until, earlier.KnownAt is null ? null : next.KnownAt));
        return true;
    }

    private void Note(string sessionId, PendingRecord next) => _records.AddOrUpdate(
        sessionId, next, (_, earlier) => earlier.Record.Generation >= next.Record.Generation ? earlier : next);
}
