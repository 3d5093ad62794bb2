using System.Globalization;
using System.Text;

namespace Auth0.AspNetCore.Mrrt.Canary.LetThrough;

/// <summary>The text of <c>LetThrough.approved.txt</c>: written, read, and compared.</summary>
internal static class LetThroughReport
{
    private const string Intro = """
        # The lies that ASP.NET Core's own OpenID Connect handler lets through, as LetThroughTests measures them.
        # UPDATE_CANARY=1 writes this file anew; CONTRIBUTING.md says when that is right.
        # The columns are: careful settings, plain settings, lie. A lie that is not listed is refused under both.
        # "begins" means: a user is sent to the provider, and is refused on coming back.

        """;

    private const string TableMark = "== ";
    private const int ColumnWidth = 10;

    public static string Write(IReadOnlyCollection<Measured> measured)
    {
        var text = new StringBuilder(Intro);
        foreach (var table in measured.GroupBy(lie => lie.Table).Append(measured.GroupBy(_ => "All").Single()))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{TableMark}{table.Key}: {table.Count()} lies\n");
            Count(text, "signed in", table, Outcome.SignsIn);
            if (table.Any(lie => Outcome.Begins == lie.Careful || Outcome.Begins == lie.Plain))
            {
                Count(text, "only begun", table, Outcome.Begins);
            }

            foreach (var lie in table.Where(lie => !lie.IsRefused && table.Key == lie.Table))
            {
                text.Append(Column(lie.Careful)).Append(Column(lie.Plain)).Append(lie.Name).Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>The lies whose outcome is another than in an approved text, one sentence for each.</summary>
    public static IEnumerable<string> Changes(string approved, IReadOnlyCollection<Measured> measured)
    {
        var before = Read(approved).ToDictionary(lie => (lie.Table, lie.Name));
        foreach (var now in measured)
        {
            before.Remove((now.Table, now.Name), out var then);
            foreach (var change in new[]
            {
                Change(now, "careful", then?.Careful ?? Outcome.Refused, now.Careful),
                Change(now, "plain", then?.Plain ?? Outcome.Refused, now.Plain),
            })
            {
                if (change is not null)
                {
                    yield return change;
                }
            }
        }

        foreach (var gone in before.Values)
        {
            yield return $"{gone.Table}: \"{gone.Name}\" is in the approved file, and is not told any more.";
        }
    }

    private static string? Change(Measured lie, string settings, Outcome then, Outcome now) => then == now
        ? null
        : $"{(now > then ? "LET THROUGH" : "stopped")}: {lie.Table}, {settings} settings: \"{lie.Name}\" "
            + $"was \"{Column(then).Trim()}\" and is now \"{Column(now).Trim()}\".";

    private static IEnumerable<Measured> Read(string approved)
    {
        var table = "";
        foreach (var line in approved.Split('\n'))
        {
            if (line.StartsWith(TableMark, StringComparison.Ordinal))
            {
                table = line[TableMark.Length..line.LastIndexOf(':')];
            }
            else if (Enum.GetValues<Outcome>().Any(outcome => line.StartsWith(Column(outcome), StringComparison.Ordinal)))
            {
                yield return new Measured(table, line[(2 * ColumnWidth)..], Parse(line, 0), Parse(line, ColumnWidth));
            }
        }
    }

    private static Outcome Parse(string line, int start) =>
        Enum.GetValues<Outcome>().Single(outcome => Column(outcome) == line.Substring(start, ColumnWidth));

    private static void Count(StringBuilder text, string what, IEnumerable<Measured> table, Outcome outcome) => text.Append(
        CultureInfo.InvariantCulture,
        $"   {what}: careful {table.Count(lie => lie.Careful == outcome)}, plain {table.Count(lie => lie.Plain == outcome)}\n");

    private static string Column(Outcome outcome) => (outcome switch
    {
        Outcome.SignsIn => "signs in",
        Outcome.Begins => "begins",
        _ => "refused",
    }).PadRight(ColumnWidth);
}
