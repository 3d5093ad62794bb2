namespace Quickstart;

/// <summary>What the page says about the sample itself.</summary>
/// <param name="Title">The sample's name.</param>
/// <param name="Subtitle">What it shows.</param>
/// <param name="Code">The code that an application needs, from the sample's own files.</param>
public sealed record PageTexts(string Title, string Subtitle, IReadOnlyList<CodeExcerpt> Code);
