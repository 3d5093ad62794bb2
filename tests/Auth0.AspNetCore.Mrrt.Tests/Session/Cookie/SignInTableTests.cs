using System.Text.RegularExpressions;
using Auth0.AspNetCore.Mrrt.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Cookie;

/// <summary>Runs each row of the table in <c>docs/session-sign-ins.md</c>: the page cannot say what the code does not do.</summary>
public sealed partial class SignInTableTests
{
    private static readonly string[] Sessions = ["none", "open", "signed out in this request", "ended in another"];
    private static readonly string[] Properties = ["fresh properties", "its own", "another session's", "a login's"];
    private static readonly string[] Places = ["cookie", "our store", "application's store"];

    /// <summary>Session now, sign-in with, kept in; then the session, the previous cookie, the tokens and the key.</summary>
    public static TheoryData<string, string, string, string, string, string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string, string, string, string, string, string>();
            foreach (var row in Row().Matches(File.ReadAllText(Repository.File("docs", "session-sign-ins.md"))).AsEnumerable())
            {
                string[] cells = [.. row.Groups[1].Captures.Select(cell => cell.Value)];
                foreach (var place in cells[2] == "anywhere" ? Places : cells[2].Split(", "))
                {
                    rows.Add(cells[0], cells[1], place, cells[3], cells[4], cells[5], place == "cookie" ? "–" : cells[6]);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_sign_in_does_what_its_row_says(
        string now, string with, string keptIn, string session, string previous, string tokens, string key)
    {
        await using var rig = await SignInTableRig.StartAsync(keptIn);
        (await rig.RunAsync(now, with)).Should().Be(new SignInTableResult(session, previous, tokens, key));
    }

    [Fact]
    public void The_table_has_each_combination_once() =>
        Rows.Select(row => $"{row[0]}, {row[1]}, {row[2]}").Should().BeEquivalentTo(
            from now in Sessions
            from with in Properties
            from place in Places
            where now != "none" || with != "its own"
            select $"{now}, {with}, {place}");

    /// <summary>A row of seven cells, but for the heading and the line below it.</summary>
    [GeneratedRegex(@"^\|(?! Session now)(?: ([^|\n]+) \|){7}$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
