using System.Collections.Concurrent;

namespace Auth0.AspNetCore.Mrrt.Storm.Browsers;

/// <summary>A user, and what the storm knows of the user's session. Safe for parallel use.</summary>
internal sealed class UserState(string name, TimeProvider time)
{
    private volatile Browser _browser = new(time, [], session: 0, knows: DateTimeOffset.MinValue);
    private volatile bool _settled;
    private volatile string? _doubted;

    public string Name => name;

    /// <summary>The browser that the user works with.</summary>
    public Browser Browser
    {
        get => _browser;
        set => _browser = value;
    }

    /// <summary>The user is signed in, and no sign-in or sign-out is under way.</summary>
    public bool Settled
    {
        get => _settled;
        set => _settled = value;
    }

    /// <summary>What a server has said that makes the user doubt the session.</summary>
    public string? Doubted
    {
        get => _doubted;
        set => _doubted = value;
    }

    /// <summary>When sessions ended, by their numbers. A session that was lost is not among them.</summary>
    public ConcurrentDictionary<int, DateTimeOffset> Ended { get; } = new();
}
