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
        _ranges = new(_sets.Length, StringComparer.Ordinal);
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
}
