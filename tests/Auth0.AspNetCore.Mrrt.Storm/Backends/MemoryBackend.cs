namespace Auth0.AspNetCore.Mrrt.Storm.Backends;

/// <summary>One server agrees with itself.</summary>
internal sealed class MemoryBackend : IStormBackend
{
    public string? Address => null;

    public bool MayKillServers => false;

    public IReadOnlyList<BackendAccident> Accidents => [];

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
