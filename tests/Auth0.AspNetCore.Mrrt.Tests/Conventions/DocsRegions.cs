using Auth0.AspNetCore.Mrrt.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.Tests.Conventions;

/// <summary>The regions of the compiled snippets, by name.</summary>
internal static class DocsRegions
{
    public static IReadOnlyDictionary<string, string> All { get; } = Read();

    /// <summary>Without what indentation and empty lines around it add.</summary>
    public static string Normal(IReadOnlyCollection<string> lines)
    {
        var indentation = lines.Where(line => !string.IsNullOrWhiteSpace(line))
            .Select(line => line.Length - line.TrimStart().Length)
            .DefaultIfEmpty().Min();
        var code = lines.Select(line => string.IsNullOrWhiteSpace(line) ? "" : line[indentation..].TrimEnd());
        return string.Join('\n', code).Trim('\n');
    }

    private static Dictionary<string, string> Read()
    {
        Dictionary<string, string> regions = new(StringComparer.Ordinal);
        var folder = Repository.File("tests", "Auth0.AspNetCore.Mrrt.Snippets");
        foreach (var file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
        {
            string? name = null;
            List<string> lines = [];
            foreach (var line in File.ReadLines(file))
            {
                var text = line.Trim();
                if (text.StartsWith("#region ", StringComparison.Ordinal))
                {
                    name = text["#region ".Length..];
                    lines = [];
                }
                else if (text == "#endregion" && name is not null)
                {
                    regions.Add(name, Normal(lines)); // throws for a name that is taken
                    name = null;
                }
                else
                {
                    lines.Add(line);
                }
            }
        }

        return regions;
    }
}
