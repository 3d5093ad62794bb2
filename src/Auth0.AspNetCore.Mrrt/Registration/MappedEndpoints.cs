using System.Collections.Concurrent;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>The paths that <c>MapAuth0</c> has mapped, with their scheme.</summary>
internal sealed class MappedEndpoints
{
    private readonly ConcurrentDictionary<string, string[]> _paths = new(StringComparer.Ordinal);

    public bool Contains(string scheme) => _paths.ContainsKey(scheme);

    /// <summary>Names the scheme whose endpoint has the path. Null when the path is free.</summary>
    public string? OwnerOf(string path) =>
        _paths.FirstOrDefault(mapped => mapped.Value.Contains(path, StringComparer.OrdinalIgnoreCase)).Key;

    public void Add(string scheme, IEnumerable<string> paths) => _paths[scheme] = [.. paths];
}
