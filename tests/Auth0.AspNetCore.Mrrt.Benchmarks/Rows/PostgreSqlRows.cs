using Auth0.AspNetCore.Mrrt.Benchmarks.Sites;
using Auth0.AspNetCore.Mrrt.PostgreSql;
using Auth0.AspNetCore.Mrrt.PostgreSql.Server;
using Auth0.AspNetCore.Mrrt.Testing.Contracts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Auth0.AspNetCore.Mrrt.Benchmarks.Rows;

/// <summary>What a request and an exchange cost: statements, as the database's own log counts them, and round trips, as the network
/// between counts them.</summary>
internal static class PostgreSqlRows
{
    private const string Application = "measured";

    public static async IAsyncEnumerable<Row> MeasureAsync()
    {
        await using var database = await LocalPostgreSql.StartAsync("log_statement=all", "log_line_prefix=%a|%p|");
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await source.CreateCommand(PostgreSqlSchema.Script()).ExecuteNonQueryAsync();
        foreach (var stored in (bool[])[false, true])
        {
            using var tenant = new LocalTenant(TimeSpan.Zero);
            using var network = new NetworkRelay(database.Port);
            using var site = Site.Mrrt(tenant, builder => builder.WithPostgreSql(
                database.ConnectionString + $";Port={network.Port};Application Name={Application};Maximum Pool Size=2",
                options =>
                {
                    options.StoreSessions = stored;
                    options.MaxConcurrentExchanges = 1;
                    options.QuietAfterRestart = TimeSpan.Zero;
                }));
            var mode = stored ? "store" : "cookie";
            var cookie = await SharedSession.CookieAsync(site, stored);
            async Task<Cost> SeenAsync(bool refresh)
            {
                (var cost, cookie) = await AskAsync(site, database, network, cookie, refresh);
                return cost;
            }

            await SeenAsync(refresh: true); // what is said once to a new connection has been said
            var warm = await SeenAsync(refresh: false);
            var most = stored ? 1 : 0;
            yield return new Row(
                $"postgresql-{mode}-warm",
                null,
                null,
                $"{most}",
                warm.Whole == most && warm.WholeTrips == most,
                $"statements={warm.Whole} round_trips={warm.WholeTrips}");

            var exchange = await SeenAsync(refresh: true);
            yield return new Row(
                $"postgresql-{mode}-exchange",
                null,
                null,
                "<=4,1_connection,2_round_trips",
                exchange.Exchange.Length is > 0 and <= 4 && exchange.Connections == 1 && exchange.Trips == 2,
                $"statements={exchange.Exchange.Length} connections={exchange.Connections} round_trips={exchange.Trips} "
                    + $"whole_request={exchange.Whole} whole_round_trips={exchange.WholeTrips}");
        }
    }

    /// <summary>A request for a token, from its cookie to the start of its response, and the cookie of the next one.</summary>
    private static async Task<(Cost Cost, string Cookie)> AskAsync(
        Site site, LocalPostgreSql database, NetworkRelay network, string cookie, bool refresh)
    {
        using var request = site.Request(cookie);
        var response = StartingResponse.Of(request.HttpContext);
        var (before, tripsBefore) = (Backends(database).Length, network.RoundTrips);
        if (!(await request.HttpContext.AuthenticateAsync("Cookies")).Succeeded)
        {
            throw new InvalidOperationException("The request is not signed in.");
        }

        var (read, tripsRead) = (Backends(database).Length, network.RoundTrips);
        var result = await request.HttpContext.GetAccessTokenResultAsync(new AccessTokenRequest { ForceRefresh = refresh });
        if (!result.Succeeded)
        {
            throw new InvalidOperationException($"{result}: {result.ErrorDescription}");
        }

        var (got, tripsGot) = (Backends(database), network.RoundTrips);
        await response.StartAsync();
        return (
            new Cost(
                got[read..], Backends(database).Length - before, tripsGot - tripsRead, network.RoundTrips - tripsBefore),
            SharedSession.CookieAfter(request.HttpContext.Response, cookie));
    }

    /// <summary>Of each statement so far, which connection it came over: the process that the database has for it.</summary>
    private static string[] Backends(LocalPostgreSql database) =>
    [
        .. from line in database.Log.Split('\n')
           where line.StartsWith(Application + "|", StringComparison.Ordinal)
               && (line.Contains("LOG:  execute ", StringComparison.Ordinal)
                   || line.Contains("LOG:  statement: ", StringComparison.Ordinal))
           select line.Split('|')[1],
    ];

    /// <param name="Exchange">The connection of each statement between the question and the token.</param>
    /// <param name="Whole">The statements of the whole request: reading the session and writing the cookie included.</param>
    /// <param name="Trips">How often the exchange waited for the database.</param>
    /// <param name="WholeTrips">How often the whole request did.</param>
    private sealed record Cost(string[] Exchange, int Whole, long Trips, long WholeTrips)
    {
        public int Connections => Exchange.Distinct(StringComparer.Ordinal).Count();
    }
}
