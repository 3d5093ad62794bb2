using System.Collections.Concurrent;

namespace Auth0.AspNetCore.Mrrt.Tests.Support;

/// <summary>The rows of sessions that several servers share.</summary>
internal sealed class SharingDatabase
{
    private readonly ConcurrentDictionary<string, SharingRow> _rows = new(StringComparer.Ordinal);
    private int _turns;

    /// <summary>How often a server has asked for a turn.</summary>
    public int Turns => Volatile.Read(ref _turns);

    /// <summary>The sessions that have ended.</summary>
    public IEnumerable<(string SessionId, DateTimeOffset Until)> Ends =>
        from row in _rows
        let until = row.Value.Content.EndedUntil
        where until is not null
        select (row.Key, until.Value);

    /// <summary>The session that was last asked a turn for.</summary>
    public string? LastTurn { get; private set; }

    public SharingRow Of(string sessionId) => _rows.GetOrAdd(sessionId, static _ => new SharingRow());

    public void NoteTurn(string sessionId)
    {
        LastTurn = sessionId;
        Interlocked.Increment(ref _turns);
    }
}
