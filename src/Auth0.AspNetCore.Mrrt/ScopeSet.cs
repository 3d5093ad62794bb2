namespace Auth0.AspNetCore.Mrrt;

/// <summary>Sets of scopes as texts separated by white space (RFC 6749, section 3.3), compared letter by letter.</summary>
internal static class ScopeSet
{
    private static readonly char[] Separators = [' ', '\t', '\r', '\n'];

    public static string[] Split(string? scopes) =>
        scopes?.Split(Separators, StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>All scopes of both, in order, each once; none when there are none.</summary>
    public static string? Union(string? first, string? second)
    {
        List<string> union = [.. Split(first).Concat(Split(second)).Distinct(StringComparer.Ordinal)];
        return union is [] ? null : string.Join(' ', union);
    }

    /// <summary>Whether <paramref name="granted"/> holds every scope of <paramref name="needed"/>.</summary>
    public static bool Covers(string? granted, string? needed) => Missing(granted, needed) is [];

    /// <summary>The scopes of <paramref name="needed"/> that <paramref name="granted"/> lacks.</summary>
    public static string[] Missing(string? granted, string? needed)
    {
        var wanted = Split(needed);
        return wanted is [] ? [] : [.. wanted.Except(Split(granted), StringComparer.Ordinal)];
    }

    /// <summary>Whether both hold the same scopes, in whatever order.</summary>
    public static bool Same(string? first, string? second) => Covers(first, second) && Covers(second, first);

    public static int Count(string? scopes) => Split(scopes).Length;

    /// <summary>The same text for the same set.</summary>
    public static string Canonical(string? scopes) =>
        string.Join(' ', Split(scopes).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
}
