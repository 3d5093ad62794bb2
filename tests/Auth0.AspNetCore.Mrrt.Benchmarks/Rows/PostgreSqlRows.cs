using Auth0.AspNetCore.Mrrt.Benchmarks.Sites;
using Auth0.AspNetCore.Mrrt.PostgreSql;
using Auth0.AspNetCore.Mrrt.PostgreSql.Server;
using Auth0.AspNetCore.Mrrt.Session;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Auth0.AspNetCore.Mrrt.Benchmarks.Rows;

/// <summary>Statements for a request and for an exchange, as the database's own log counts them.</summary>
internal static class PostgreSqlRows
{
    private const string Application = "measured";

    public static async IAsyncEnumerable<Row> MeasureAsync()
    {
        if (PostgreSqlPrograms.WhatIsMissing is { } missing)
        {
            Console.WriteLine($"row=postgresql left out: {missing}");
            yield break;
        }

        await using var database = await LocalPostgreSql.StartAsync("log_statement=all", "log_line_prefix=%a|");
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await source.CreateCommand(PostgreSqlSchema.Script()).ExecuteNonQueryAsync();
        foreach (var stored in (bool[])[false, true])
        {
            using var tenant = new LocalTenant(TimeSpan.Zero);
            using var site = Site.Mrrt(tenant, builder => builder.WithPostgreSql(
                database.ConnectionString + $";Application Name={Application};Maximum Pool Size=2",
                options =>
                {
                    options.Sessions = stored;
                    options.MostExchangesAtOnce = 1;
                    options.QuietAfterRestart = TimeSpan.Zero;
                }));
            var mode = stored ? "store" : "cookie";
            var cookie = await CookieAsync(site, stored);
            await AskAsync(site, cookie, refresh: false);
            var seen = Count(database);
            await AskAsync(site, cookie, refresh: false);
            var warm = Count(database) - seen;
            await AskAsync(site, cookie, refresh: true);
            seen = Count(database);
            await AskAsync(site, cookie, refresh: true);
            var exchange = Count(database) - seen - warm;
            var most = stored ? 1 : 0;
            yield return new Row($"postgresql-{mode}-warm", warm, null, $"{most}", warm == most, "statements");
            yield return new Row(
                $"postgresql-{mode}-exchange", exchange, null, "<=4", exchange is > 0 and <= 4, "statements on one connection");
        }
    }

    private static async Task<string> CookieAsync(Site site, bool stored)
    {
        var session = Samples.Session(2, Samples.Now, sessionId: stored ? "stored" : "in-cookie");
        if (!stored)
        {
            return site.CookieOf(session);
        }

        using var request = site.Request(cookie: null);
        var properties = new AuthenticationProperties();
        TicketTokens.Write(session, properties.Items);
        await request.HttpContext.SignInAsync("Cookies", Samples.Principal(), properties);
        return string.Join("; ", request.HttpContext.Response.Headers.SetCookie.Select(cookie => cookie!.Split(';')[0]));
    }

    private static async Task AskAsync(Site site, string cookie, bool refresh)
    {
        using var request = site.Request(cookie);
        var result = await request.HttpContext.GetAccessTokenResultAsync(new AccessTokenRequest { ForceRefresh = refresh });
        if (!result.Succeeded)
        {
            throw new InvalidOperationException($"{result}: {result.ErrorDescription}");
        }
    }

    private static int Count(LocalPostgreSql database) => database.Log.Split('\n').Count(line =>
        line.StartsWith(Application + "|", StringComparison.Ordinal)
        && (line.Contains("LOG:  execute ", StringComparison.Ordinal) || line.Contains("LOG:  statement: ", StringComparison.Ordinal)));
}
