namespace Auth0.AspNetCore.Mrrt.Storm.Nodes;

/// <summary>What a server process is told on its standard input: nothing secret is in its arguments.</summary>
internal sealed class NodeSettings
{
    public required int Node { get; init; }

    /// <summary>How many times the node has been started.</summary>
    public required int Life { get; init; }

    public required SessionMode Mode { get; init; }

    public required string Domain { get; init; }

    public required string ClientId { get; init; }

    public required string ClientSecret { get; init; }

    /// <summary>The APIs' names; the first is the login's.</summary>
    public required string[] Audiences { get; init; }

    /// <summary>The scopes to ask for by default, in the order of the APIs.</summary>
    public required string[] Scopes { get; init; }

    /// <summary>What the servers agree through.</summary>
    public required Backend Backend { get; init; }

    /// <summary>How the backend is reached. Null where the one process agrees with itself.</summary>
    public string? BackendAddress { get; init; }

    /// <summary>How long no exchange begins after a restart of the backend; zero where it restarts only between storms,
    /// which begin with a new one.</summary>
    public TimeSpan Quiet { get; init; }
}
