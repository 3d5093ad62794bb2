namespace Auth0.AspNetCore.Mrrt.Tests.Support;

/// <summary>The writes of a <see cref="MemoryBackend"/>, so that a machine that takes over can lack the last ones.</summary>
internal sealed class MemoryHistory
{
    private readonly Stack<(string SessionId, MemoryRow Before, int Ends)> _writes = new();
    private MemoryRow _before = new();
    private int _ends;

    /// <summary>A step begins.</summary>
    public void Before(string sessionId, MemoryRow row) => _before = row with { };

    /// <summary>The step has written.</summary>
    public void Written(string sessionId, int ends)
    {
        _writes.Push((sessionId, _before, _ends));
        _ends = ends;
    }

    public bool TryUndo(out string sessionId, out MemoryRow row, out int ends)
    {
        var isThere = _writes.TryPop(out var last);
        (sessionId, row, ends) = isThere ? last : ("", new MemoryRow(), 0);
        _ends = ends;
        return isThere;
    }
}
