using Auth0.AspNetCore.Mrrt.Coordination;

namespace Auth0.AspNetCore.Mrrt.Tests.Explored;

/// <summary>The rows that several servers share: a lock that a dead server lets go, the newest generation, and whether
/// the session has ended. Each access is a step of its own.</summary>
internal sealed class SharedRows(Stage stage)
{
    private readonly Queue<(string Server, TaskCompletionSource Turn)> _line = [];
    private string? _holder;

    public SessionRecord? Newest { get; private set; }

    public bool Ended { get; private set; }

    /// <summary>What may come between the tenant's deed and the commit of a server that dies.</summary>
    public void Release(string server)
    {
        if (_holder != server)
        {
            return;
        }

        _holder = null;
        while (_line.TryDequeue(out var next))
        {
            if (!stage.IsDead(next.Server))
            {
                _holder = next.Server;
                next.Turn.SetResult();
                return;
            }
        }
    }

    public async Task LockAsync(string server)
    {
        await stage.WaitAsync(server, "locks");
        if (_holder is null)
        {
            _holder = server;
            return;
        }

        var turn = new TaskCompletionSource();
        _line.Enqueue((server, turn));
        await turn.Task;
    }

    public async Task<bool> CommitAsync(string server, SessionRecord record, long read)
    {
        await stage.WaitAsync(server, "commits");
        _holder.Should().Be(server);
        var kept = !Ended && (Newest?.Generation ?? 0) == read;
        Newest = kept ? record : Newest;
        Release(server);
        return kept;
    }

    public async Task EndAsync(string server)
    {
        await stage.WaitAsync(server, "ends the session");
        Ended = true;
    }

    public async Task<SessionStatus> GetStatusAsync(string server)
    {
        await stage.WaitAsync(server, "looks");
        return new SessionStatus { Ended = Ended, Newest = Newest, NewestGeneration = Newest?.Generation ?? 0 };
    }
}
