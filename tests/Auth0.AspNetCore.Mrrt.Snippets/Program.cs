namespace Auth0.AspNetCore.Mrrt.Snippets;

/// <summary>Stands for the application's own, where a page names it.</summary>
internal sealed class Program;
