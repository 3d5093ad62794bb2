using Microsoft.Extensions.Caching.Memory;
using Quickstart;

namespace ThreeServers;

/// <summary>The page's notes about tokens. All servers have the same notes, so that the page shows the same table on each.</summary>
internal sealed class PageNotes : IDisposable
{
    private readonly MemoryCache _cache = new(new MemoryCacheOptions());

    public PageNotes() => Tokens = new SessionTokens(_cache);

    public SessionTokens Tokens { get; }

    public void Dispose() => _cache.Dispose();
}
