namespace Auth0.AspNetCore.Mrrt.Coordination;

/// <summary>Whether the servers can agree at the moment.</summary>
public readonly record struct CoordinationHealth
{
    /// <summary>Everything is well.</summary>
    public static CoordinationHealth Healthy { get; } = new() { IsReachable = true };

    /// <summary>True when what the servers agree through has answered lately.</summary>
    public bool IsReachable { get; init; }

    /// <summary>For how long no exchange begins, after a restart. Null when exchanges may begin.</summary>
    public TimeSpan? QuietFor { get; init; }

    /// <summary>How many writes this server has still to tell the others.</summary>
    public int PendingWrites { get; init; }

    /// <summary>True when what the servers agree through answers, and may lose sessions: a setting of it is wrong.</summary>
    public bool MayLoseSessions { get; init; }

    /// <summary>What is wrong, in words that may be shown: no host, no user, no session. Null when nothing is.</summary>
    public string? Problem { get; init; }
}
