namespace Quickstart;

/// <summary>Lines of one of the sample's own files, as the page shows them.</summary>
public sealed record CodeExcerpt(string File, string Code);
