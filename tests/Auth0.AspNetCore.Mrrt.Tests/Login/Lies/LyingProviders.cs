namespace Auth0.AspNetCore.Mrrt.Tests.Login.Lies;

/// <summary>One application for all cases of a table that can share it, and one of its own for each that cannot.</summary>
public sealed class LyingProviders : IAsyncLifetime
{
    private readonly List<LyingProvider> _alone = [];
    private LyingProvider? _shared;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var provider in _shared is null ? _alone : [.. _alone, _shared])
        {
            await provider.DisposeAsync();
        }
    }

    internal async Task<LyingProvider> GetAsync(
        Action<Auth0WebAppOptions>? login, Action<ScriptedTenant> tell, bool alone)
    {
        if (alone)
        {
            var own = await LyingProvider.StartAsync(login, tell);
            _alone.Add(own);
            return own;
        }

        _shared ??= await LyingProvider.StartAsync();
        _shared.Forget();
        tell(_shared.Tenant);
        return _shared;
    }
}
