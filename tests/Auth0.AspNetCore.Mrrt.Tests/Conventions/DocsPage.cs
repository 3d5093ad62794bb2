using System.Text.RegularExpressions;
using Auth0.AspNetCore.Mrrt.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.Tests.Conventions;

/// <summary>A page of the documentation: its code blocks, its links, and the anchors of its headings.</summary>
internal sealed partial class DocsPage
{
    private readonly List<(string Language, string Code)> _blocks = [];
    private readonly List<string> _links = [];
    private readonly HashSet<string> _anchors = new(StringComparer.Ordinal);

    private DocsPage(string path)
    {
        Path = path;
        List<string>? block = null;
        var language = "";
        foreach (var line in File.ReadLines(path))
        {
            var fence = line.TrimStart().StartsWith("```", StringComparison.Ordinal);
            if (block is null && fence)
            {
                block = [];
                language = line.Trim().Trim('`');
            }
            else if (block is not null && fence)
            {
                _blocks.Add((language, DocsRegions.Normal(block)));
                block = null;
            }
            else if (block is not null)
            {
                block.Add(line);
            }
            else
            {
                ReadProse(line);
            }
        }
    }

    public static IReadOnlyList<DocsPage> All { get; } =
    [
        .. from path in Directory.EnumerateFiles(Repository.Root, "*.md")
               .Concat(Directory.EnumerateFiles(Repository.File("docs"), "*.md", SearchOption.AllDirectories))
               .Concat(Directory.EnumerateFiles(Repository.File("samples"), "*.md", SearchOption.AllDirectories))
           orderby path
           select new DocsPage(path),
    ];

    public string Path { get; }

    public string Name => System.IO.Path.GetRelativePath(Repository.Root, Path).Replace('\\', '/');

    public IReadOnlyList<(string Language, string Code)> Blocks => _blocks;

    /// <summary>Where the page's links lead, but for those into the web.</summary>
    public IReadOnlyList<string> Links => _links;

    public IReadOnlySet<string> Anchors => _anchors;

    /// <summary>The file that a link of this page leads to.</summary>
    public string Resolve(string link)
    {
        var file = link.Split('#')[0];
        return file.Length == 0
            ? Path
            : System.IO.Path.GetFullPath(Uri.UnescapeDataString(file), System.IO.Path.GetDirectoryName(Path)!);
    }

    private void ReadProse(string line)
    {
        if (Heading().Match(line) is { Success: true } heading)
        {
            var name = AnchorOf(heading.Groups[1].Value);
            var anchor = name;
            for (var again = 1; !_anchors.Add(anchor); again++)
            {
                anchor = $"{name}-{again}";
            }
        }

        foreach (Match link in Link().Matches(InlineCode().Replace(line, "")))
        {
            if (!link.Groups[1].Value.Contains(':', StringComparison.Ordinal))
            {
                _links.Add(link.Groups[1].Value);
            }
        }
    }

    /// <summary>As GitHub makes it: lower case, no punctuation, dashes for spaces.</summary>
    private static string AnchorOf(string heading) => string.Concat(
        from c in heading.Trim().ToLowerInvariant()
        where char.IsLetterOrDigit(c) || c is ' ' or '-' or '_'
        select c == ' ' ? '-' : c);

    [GeneratedRegex("^#{1,6} (.+)$")]
    private static partial Regex Heading();

    [GeneratedRegex("""\]\(([^)\s]+)\)""")]
    private static partial Regex Link();

    [GeneratedRegex("`[^`]+`(?!\\])")]
    private static partial Regex InlineCode();
}
