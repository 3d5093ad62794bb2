namespace Quickstart;

/// <summary>Lines of a sample's own file, as the page shows them.</summary>
/// <param name="Path">The file, from the root of the repository.</param>
/// <param name="Code">The lines.</param>
public sealed record CodeExcerpt(string Path, string Code)
{
    /// <summary>The file's name. The page links to it.</summary>
    public string File => Path[(Path.LastIndexOf('/') + 1)..];
}
