using Auth0.AspNetCore.Mrrt.PostgreSql.Server;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Tests.Support;

/// <summary>What a schema's servers sent to the database, as the database logged it.</summary>
internal sealed class SentStatements(LocalPostgreSql database, string schema)
{
    private int _seen;

    /// <summary>The statements sent since the last time it was asked, each on one line.</summary>
    public async Task<IReadOnlyList<string>> NewAsync()
    {
        // The log is written before a statement is answered, but by another process: this mark comes after all of them.
        var mark = Guid.NewGuid().ToString("N");
        await database.AskAsync<int>($"SELECT 1 /* {mark} */");
        string log;
        while (!(log = database.Log).Contains(mark, StringComparison.Ordinal))
        {
        }

        string[] all =
        [
            .. from line in log.Replace("\n\t", " ", StringComparison.Ordinal).Split('\n')
               where line.StartsWith($"{schema}_", StringComparison.Ordinal)
               where line.Contains("LOG:  execute ", StringComparison.Ordinal)
                   || line.Contains("LOG:  statement: ", StringComparison.Ordinal)
               select line[(line.IndexOf("LOG:  ", StringComparison.Ordinal) + 6)..],
        ];
        var sent = all[_seen..];
        _seen = all.Length;
        return sent;
    }
}
