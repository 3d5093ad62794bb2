using Auth0.AspNetCore.Mrrt.Benchmarks.Rows;
using Auth0.AspNetCore.Mrrt.PostgreSql.Server;
using Auth0.AspNetCore.Mrrt.Redis.Server;

namespace Auth0.AspNetCore.Mrrt.Benchmarks;

/// <summary>The whole table, in under three minutes: <c>summary</c>, or <c>summary NAME…</c> for some groups of rows. Fails
/// when a target is missed, and under <c>CI=true</c> also when a group could not be measured.</summary>
internal static class Summary
{
    private static readonly Group[] Groups =
    [
        new("warm", WarmRows.MeasureAsync),
        new("fresh", FreshRows.MeasureAsync),
        new("gcm", GcmRows.MeasureAsync),
        new("exchange", ExchangeRows.MeasureAsync),
        new("callback", CallbackRows.MeasureAsync),
        new("anonymous", AnonymousRows.MeasureAsync),
        new("cookie", CookieRows.MeasureAsync),
        new("kestrel", KestrelRows.MeasureAsync),
        new("crowd", CrowdRows.MeasureAsync),
        new("scopes", ScopeRows.MeasureAsync),
        new("memory", MemoryRows.MeasureAsync),
        new("many", ManySessionsRows.MeasureAsync),
        new("postgresql", PostgreSqlRows.MeasureAsync, PostgreSqlPrograms.WhatIsMissing),
        new("redis", RedisRows.MeasureAsync, RedisPrograms.WhatIsMissing),
    ];

    private static bool NothingMayBeMissing =>
        string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);

    public static async Task<int> RunAsync(string[] names)
    {
        if (names.Except(Groups.Select(group => group.Name)).ToArray() is { Length: > 0 } unknown)
        {
            Console.Error.WriteLine(
                $"No such rows: {string.Join(", ", unknown)}. There are: {string.Join(", ", Groups.Select(group => group.Name))}.");
            return 2;
        }

        var missed = new List<string>();
        var leftOut = new List<string>();
        foreach (var group in Groups.Where(group => names.Length == 0 || names.Contains(group.Name)))
        {
            if (group.WhatIsMissing is { } missing)
            {
                Console.WriteLine($"left out: {group.Name}: {missing}");
                leftOut.Add(group.Name);
                continue;
            }

            await foreach (var row in group.Rows())
            {
                Console.WriteLine(row);
                if (!row.Ok)
                {
                    missed.Add(row.Name);
                }
            }
        }

        Console.WriteLine(
            $"summary: {(missed is [] ? "every target met" : "missed: " + string.Join(", ", missed))}"
            + (leftOut is [] ? "" : "; left out: " + string.Join(", ", leftOut)));
        return missed is [] && (leftOut is [] || !NothingMayBeMissing) ? 0 : 1;
    }
}
