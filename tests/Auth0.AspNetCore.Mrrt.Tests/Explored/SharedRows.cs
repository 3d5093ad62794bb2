using Auth0.AspNetCore.Mrrt.Coordination;

namespace Auth0.AspNetCore.Mrrt.Tests.Explored;

/// <summary>The rows that several servers share: a lock that a dead server lets go, the newest generation, and whether
/// the session has ended. Each access is a step of its own.</summary>
internal sealed class SharedRows(Stage stage)
{
    private readonly Dictionary<string, Row> _rows = new(StringComparer.Ordinal);

    /// <summary>What is known of a session.</summary>
    public SessionStatus Of(string sessionId) => Row(sessionId) is var row
        ? new SessionStatus { Ended = row.Ended, Newest = row.Newest, NewestGeneration = row.NewestGeneration }
        : default;

    /// <summary>What may come between the tenant's deed and the commit of a server that dies.</summary>
    public void Release(string server)
    {
        foreach (var row in _rows.Values)
        {
            Release(server, row);
        }
    }

    /// <summary>Lets one session's lock go.</summary>
    public void Release(string server, string sessionId) => Release(server, Row(sessionId));

    /// <summary>Waits for the session's lock, also when the session has ended: an exchange may be under way.</summary>
    public async Task LockAsync(string server, string sessionId)
    {
        await stage.WaitAsync(server, "locks");
        var row = Row(sessionId);
        if (row.Holder is null)
        {
            row.Holder = server;
            return;
        }

        var turn = new TaskCompletionSource();
        row.Line.Enqueue((server, turn));
        await turn.Task;
    }

    /// <summary>Keeps a generation. One of an ended session waits for who continues the session.</summary>
    public async Task<bool> CommitAsync(string server, string sessionId, SessionRecord record, long read)
    {
        await stage.WaitAsync(server, "commits");
        var row = Row(sessionId);
        row.Holder.Should().Be(server);
        var next = row.NewestGeneration == read;
        if (next)
        {
            row.NewestGeneration = record.Generation;
            row.Newest = record;
        }

        Release(server, row);
        return next && !row.Ended;
    }

    /// <summary>Ends the session, and gives the record that it drops. A record whose row is locked stays.</summary>
    public async Task<SessionRecord?> EndAsync(string server, string sessionId)
    {
        await stage.WaitAsync(server, "ends the session");
        var row = Row(sessionId);
        row.Ended = true;
        if (row.Holder is not null)
        {
            return null;
        }

        var dropped = row.Newest;
        row.Newest = null;
        return dropped;
    }

    public async Task<SessionStatus> GetStatusAsync(string server, string sessionId)
    {
        await stage.WaitAsync(server, "looks");
        return Of(sessionId);
    }

    private Row Row(string sessionId) =>
        _rows.TryGetValue(sessionId, out var row) ? row : _rows[sessionId] = new Row();

    private void Release(string server, Row row)
    {
        if (row.Holder != server)
        {
            return;
        }

        row.Holder = null;
        while (row.Line.TryDequeue(out var next))
        {
            if (!stage.IsDead(next.Server))
            {
                row.Holder = next.Server;
                next.Turn.SetResult();
                return;
            }
        }
    }
}

/// <summary>One session's row.</summary>
internal sealed class Row
{
    public Queue<(string Server, TaskCompletionSource Turn)> Line { get; } = [];

    public string? Holder { get; set; }

    public SessionRecord? Newest { get; set; }

    public long NewestGeneration { get; set; }

    public bool Ended { get; set; }
}
