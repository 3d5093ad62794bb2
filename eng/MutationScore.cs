// Counts a report of mutation testing by room. A mutant that ran into the time limit counts as not found: on a busy machine
// anything runs into it.
//
//     dotnet run eng/MutationScore.cs -- REPORT.json [--survivors]
//
// It fails when a room scores less than 90 of 100.
using System.Text.Json;

const double Least = 0.9;
const string Library = "src/Auth0.AspNetCore.Mrrt/";

if (args is not [var report, ..])
{
    Console.Error.WriteLine("Name the report: StrykerOutput/…/reports/mutation-report.json");
    return 2;
}

using var document = JsonDocument.Parse(File.ReadAllText(report));
var mutants =
    from file in document.RootElement.GetProperty("files").EnumerateObject()
    let path = file.Name.Replace('\\', '/')
    let start = path.IndexOf(Library, StringComparison.Ordinal)
    let name = start < 0 ? path : path[(start + Library.Length)..]
    from mutant in file.Value.GetProperty("mutants").EnumerateArray()
    let status = mutant.GetProperty("status").GetString()
    where status is "Killed" or "Survived" or "NoCoverage" or "Timeout"
    select (Room: name.Split('/')[0], File: name, Status: status, Line: Line(mutant), Change: Text(mutant, "replacement"));
var all = mutants.ToArray();
if (all.Length == 0)
{
    Console.Error.WriteLine("The report has no mutant that was tested.");
    return 2;
}

var isEnough = true;
foreach (var room in all.GroupBy(mutant => mutant.Room).OrderBy(room => room.Key, StringComparer.Ordinal))
{
    var found = room.Count(mutant => mutant.Status == "Killed");
    var score = (double)found / room.Count();
    isEnough &= score >= Least;
    Console.WriteLine($"{room.Key,-14} {found,5} of {room.Count(),5} found, {score:P1}, "
        + $"{room.Count(mutant => mutant.Status == "Timeout")} timeouts, {room.Count(mutant => mutant.Status == "NoCoverage")} not covered");
}

if (args.Contains("--survivors"))
{
    foreach (var one in all.Where(mutant => mutant.Status != "Killed").OrderBy(mutant => mutant.File).ThenBy(mutant => mutant.Line))
    {
        Console.WriteLine($"{one.File}:{one.Line} {one.Status}: {one.Change.ReplaceLineEndings(" ")}");
    }
}

return isEnough ? 0 : 1;

static int Line(JsonElement mutant) => mutant.GetProperty("location").GetProperty("start").GetProperty("line").GetInt32();

static string Text(JsonElement element, string name) =>
    element.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
