using System.Reflection;

namespace Quickstart;

/// <summary>The documentation and the sample's own code. The build embeds them, the page shows and links to them.</summary>
internal static class EmbeddedText
{
    private static readonly Assembly Here = typeof(EmbeddedText).Assembly;

    /// <summary>Answers with a file, or with 404 when no such file is embedded.</summary>
    public static IResult Answer(string path) =>
        Here.GetManifestResourceStream(path) is { } text
            ? Results.Stream(text, "text/plain; charset=utf-8")
            : Results.NotFound();

    /// <summary>Reads the lines of a source file from the one that begins with these words to the next empty line.</summary>
    /// <param name="path">The file, from the root of the repository.</param>
    /// <param name="firstWords">How the first line begins.</param>
    /// <exception cref="InvalidOperationException">No line of the file begins with these words.</exception>
    public static CodeExcerpt Excerpt(string path, string firstWords)
    {
        var file = Path.GetFileName(path);
        using var text = new StreamReader(
            Here.GetManifestResourceStream($"source/{file}")
            ?? throw new InvalidOperationException($"{file} is not embedded."));
        string[] lines =
        [
            .. text.ReadToEnd().ReplaceLineEndings("\n").Split('\n')
                .SkipWhile(line => !line.TrimStart().StartsWith(firstWords, StringComparison.Ordinal))
                .TakeWhile(line => line.Length > 0),
        ];
        if (lines is [])
        {
            throw new InvalidOperationException($"No line of {file} begins with '{firstWords}'.");
        }

        var indent = lines[0].Length - lines[0].TrimStart().Length;
        return new(path, string.Join('\n', lines.Select(line => line[indent..])));
    }
}
