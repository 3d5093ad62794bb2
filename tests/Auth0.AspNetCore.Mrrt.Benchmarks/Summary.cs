using Auth0.AspNetCore.Mrrt.Benchmarks.Rows;

namespace Auth0.AspNetCore.Mrrt.Benchmarks;

/// <summary>The whole table, in under two minutes: <c>summary</c>, or <c>summary NAME…</c> for some groups of rows.</summary>
internal static class Summary
{
    private static readonly (string Name, Func<IAsyncEnumerable<Row>> Rows)[] Groups =
    [
        ("warm", WarmRows.MeasureAsync),
        ("fresh", FreshRows.MeasureAsync),
        ("cookie", CookieRows.MeasureAsync),
        ("kestrel", KestrelRows.MeasureAsync),
        ("crowd", CrowdRows.MeasureAsync),
        ("memory", MemoryRows.MeasureAsync),
        ("many", ManySessionsRows.MeasureAsync),
        ("postgresql", PostgreSqlRows.MeasureAsync),
    ];

    public static async Task<int> RunAsync(string[] names)
    {
        if (names.Except(Groups.Select(group => group.Name)).ToArray() is { Length: > 0 } unknown)
        {
            Console.Error.WriteLine(
                $"No such rows: {string.Join(", ", unknown)}. There are: {string.Join(", ", Groups.Select(group => group.Name))}.");
            return 2;
        }

        var missed = 0;
        foreach (var (name, rows) in Groups.Where(group => names.Length == 0 || names.Contains(group.Name)))
        {
            await foreach (var row in rows())
            {
                Console.WriteLine(row);
                missed += row.Ok ? 0 : 1;
            }
        }

        Console.WriteLine(missed == 0 ? "summary: every target met" : $"summary: {missed} missed");
        return missed == 0 ? 0 : 1;
    }
}
