namespace Auth0.AspNetCore.Mrrt.Storm.Backends;

/// <summary>What the servers agree through, and what may happen to it.</summary>
internal interface IStormBackend : IAsyncDisposable
{
    /// <summary>How the servers reach it. Null where one server agrees with itself.</summary>
    string? Address { get; }

    /// <summary>What a server alone remembers is gone when it is killed. True where that loses nothing.</summary>
    bool MayKillServers { get; }

    /// <summary>True when exchanges are refused for a while after the backend was created. The default is false.</summary>
    bool IsQuietAtFirst => false;

    /// <summary>The kinds of accidents.</summary>
    IReadOnlyList<BackendAccident> Accidents { get; }
}
