using System.Collections.Concurrent;

namespace Auth0.AspNetCore.Mrrt.Coordination.Shared;

/// <summary>What the backend could not be told, or may have lost: this server knows it and tells it later.</summary>
/// <param name="most">How many of a kind wait.</param>
internal sealed class PendingWrites(int most = PendingWrites.Most)
{
    /// <summary>What waits can be told nowhere else, so nothing of it is dropped. Beyond this number a sign-out fails, and a server that
    /// goes on alone begins no exchange for another session: nobody is promised what could be lost.</summary>
    public const int Most = 50_000;

    private readonly ConcurrentDictionary<string, PendingEnd> _newEnds = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PendingEnd> _lostEnds = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PendingRecord> _records = new(StringComparer.Ordinal);

    public bool IsEmpty => _newEnds.IsEmpty && _lostEnds.IsEmpty && _records.IsEmpty;

    public int Count => _newEnds.Count + _lostEnds.Count + _records.Count;

    /// <summary>Whether tokens of this session can wait.</summary>
    public bool HasRoomFor(string sessionId) => _records.ContainsKey(sessionId) || _records.Count < most;

    /// <summary>The ends that the backend was never told.</summary>
    public IEnumerable<KeyValuePair<string, PendingEnd>> NewEnds => _newEnds;

    /// <summary>The ends that the backend may have lost, newest first.</summary>
    public IEnumerable<KeyValuePair<string, PendingEnd>> LostEnds =>
        _lostEnds.ToArray().OrderByDescending(end => end.Value.KnownAt);

    /// <summary>All records: first those that the backend never had, then those that it may have lost, newest first.</summary>
    public IEnumerable<KeyValuePair<string, PendingRecord>> Records =>
        _records.ToArray().OrderByDescending(record => record.Value.KnownAt ?? long.MaxValue);

    /// <summary>The records that the backend never had, of sessions whose end need not be told. An end that is told after the tokens drops
    /// them, and a sign-in may continue the session with them (G16). What the backend may have lost is not among them: the quiet
    /// time keeps other servers from going on without it.</summary>
    public IEnumerable<KeyValuePair<string, PendingRecord>> LiveRecords =>
        _records.Where(record =>
            !record.Value.WasKept && !_newEnds.ContainsKey(record.Key) && !_lostEnds.ContainsKey(record.Key));

    /// <summary>Notes an end. A record that waits still counts: its number tells that the refresh token before it was used.</summary>
    /// <returns>False when too many wait: then it is not noted.</returns>
    public bool Ended(string sessionId, DateTimeOffset until) => Note(_newEnds, sessionId, new PendingEnd(until, KnownAt: null));

    /// <summary>Notes an end that the backend knew at a moment, and may have lost. When too many wait, it is left out.</summary>
    public void MayBeLost(string sessionId, DateTimeOffset until, long knownAt)
    {
        if (_newEnds.ContainsKey(sessionId))
        {
            Ended(sessionId, until); // told as soon as before
        }
        else
        {
            Note(_lostEnds, sessionId, new PendingEnd(until, knownAt));
        }
    }

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

    public void Said(KeyValuePair<string, PendingEnd> end) => (end.Value.KnownAt is null ? _newEnds : _lostEnds).TryRemove(end);

    public void Said(KeyValuePair<string, PendingRecord> record) => _records.TryRemove(record);

    /// <summary>The later moment counts. Each kind has its own room.</summary>
    private bool Note(ConcurrentDictionary<string, PendingEnd> ends, string sessionId, PendingEnd next)
    {
        if (!ends.ContainsKey(sessionId) && ends.Count >= most)
        {
            return false;
        }

        ends.AddOrUpdate(
            sessionId, next, (_, earlier) => next with { Until = earlier.Until > next.Until ? earlier.Until : next.Until });
        return true;
    }

    private void Note(string sessionId, PendingRecord next) => _records.AddOrUpdate(
        sessionId, next, (_, earlier) => earlier.Record.Generation >= next.Record.Generation ? earlier : next);
}
