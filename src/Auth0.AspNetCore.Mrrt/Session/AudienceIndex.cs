using System.Collections.Immutable;

namespace Auth0.AspNetCore.Mrrt.Session;

/// <summary>The additional tokens by audience: to compare every one of them takes longer than all else together where
/// there are many.</summary>
internal sealed class AudienceIndex
{
    private readonly AccessTokenSet[] _sets;
    private readonly Dictionary<string, (int Start, int Count)> _ranges;

    public AudienceIndex(ImmutableArray<AccessTokenSet> sets)
    {
        _sets = [.. sets.OrderBy(Key, StringComparer.Ordinal)];
        _ranges = new(_sets.Length, Sampled.Comparer);
        for (int start = 0, end; start < _sets.Length; start = end)
        {
            var audience = Key(_sets[start]);
            for (end = start + 1; end < _sets.Length && Key(_sets[end]) == audience;)
            {
                end++;
            }

            _ranges.Add(audience, (start, end - start));
        }
    }

    public ReadOnlySpan<AccessTokenSet> Of(string? audience) =>
        _ranges.TryGetValue(audience ?? "", out var range) ? _sets.AsSpan(range.Start, range.Count) : [];

    private static string Key(AccessTokenSet set) => set.Audience ?? "";

    /// <summary>Compares letter by letter and tells apart by a few of the letters: enough for the few that a session
    /// holds, and a fraction of the time that all of them take.</summary>
    private sealed class Sampled : IEqualityComparer<string>
    {
        public static readonly Sampled Comparer = new();

        public bool Equals(string? x, string? y) => string.Equals(x, y, StringComparison.Ordinal);

        public int GetHashCode(string text)
        {
            var hash = text.Length;
            for (var i = text.Length - 1; i >= 0; i -= 3)
            {
                hash = (hash * 31) + text[i];
            }

            return hash;
        }
    }
}
