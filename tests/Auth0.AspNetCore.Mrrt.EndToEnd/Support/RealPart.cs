namespace Auth0.AspNetCore.Mrrt.EndToEnd.Support;

/// <summary>Something real that a test needs and a machine may lack.</summary>
public enum RealPart
{
    Chromium,
    NativeCompiler,
    NodeProvider,
    PostgreSql,
    Redis,
}
