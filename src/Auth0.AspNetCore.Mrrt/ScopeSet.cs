namespace Auth0.AspNetCore.Mrrt;

/// <summary>Sets of scopes as texts separated by white space (RFC 6749, section 3.3), compared letter by letter.</summary>
internal static class ScopeSet
{
    /// <summary>Up to this product of lengths a scan is used, which takes no memory. Beyond it a set is: a scan would take seconds for
    /// thousands of scopes.</summary>
    private const long LongestScan = 256 * 1024;

    private static readonly char[] Separators = [' ', '\t', '\r', '\n'];

    public static string[] Split(string? scopes) =>
        scopes?.Split(Separators, StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>All scopes of both, in order, each once; none when there are none.</summary>
    public static string? Union(string? first, string? second)
    {
        if (string.IsNullOrEmpty(first) && string.IsNullOrEmpty(second))
        {
            return null;
        }

        List<string> union = [.. Split(first).Concat(Split(second)).Distinct(StringComparer.Ordinal)];
        return union is [] ? null : string.Join(' ', union);
    }

    /// <summary>Whether <paramref name="granted"/> holds every scope of <paramref name="needed"/>. Takes no
    /// memory for texts of usual length.</summary>
    public static bool Covers(string? granted, string? needed)
    {
        if (string.IsNullOrEmpty(needed) || string.Equals(granted, needed, StringComparison.Ordinal))
        {
            return true;
        }

        if (granted is not null && (long)granted.Length * needed.Length > LongestScan)
        {
            return CoversMany(granted, needed);
        }

        foreach (var range in needed.AsSpan().SplitAny(Separators))
        {
            var scope = needed.AsSpan(range);
            if (!scope.IsEmpty && !Holds(granted, scope))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The scopes of <paramref name="needed"/> that <paramref name="granted"/> lacks.</summary>
    public static string[] Missing(string? granted, string? needed)
    {
        var wanted = Split(needed);
        return wanted is [] ? [] : [.. wanted.Except(Split(granted), StringComparer.Ordinal)];
    }

    /// <summary>Whether both hold the same scopes, in whatever order.</summary>
    public static bool Same(string? first, string? second) => Covers(first, second) && Covers(second, first);

    /// <summary>How many there are. Takes no memory.</summary>
    public static int Count(string? scopes)
    {
        var count = 0;
        foreach (var range in scopes.AsSpan().SplitAny(Separators))
        {
            var (start, end) = (range.Start.Value, range.End.Value);
            count += end > start ? 1 : 0;
        }

        return count;
    }

    /// <summary>How many different ones there are.</summary>
    public static int CountDistinct(string? scopes) => new HashSet<string>(Split(scopes), StringComparer.Ordinal).Count;

    /// <summary>The same text for the same set.</summary>
    public static string Canonical(string? scopes) =>
        string.Join(' ', Split(scopes).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    private static bool CoversMany(string granted, string needed)
    {
        var held = new HashSet<string>(Split(granted), StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var range in needed.AsSpan().SplitAny(Separators))
        {
            var scope = needed.AsSpan(range);
            if (!scope.IsEmpty && !held.Contains(scope))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Holds(ReadOnlySpan<char> granted, ReadOnlySpan<char> scope)
    {
        foreach (var range in granted.SplitAny(Separators))
        {
            if (granted[range].SequenceEqual(scope))
            {
                return true;
            }
        }

        return false;
    }
}
