namespace Auth0.AspNetCore.Mrrt.Diagnostics;

/// <summary>The meter of all counters of the library.</summary>
internal static class LibraryMeter
{
    public const string Name = "Auth0.AspNetCore.Mrrt";
}
