namespace Auth0.AspNetCore.Mrrt.PostgreSql.Server;

/// <summary>PostgreSQL's programs on this machine.</summary>
public static class PostgreSqlPrograms
{
    private const string Root = "/usr/lib/postgresql";

    /// <summary>The folder with initdb and postgres, of the newest version; none when there is none.</summary>
    public static string? Folder { get; } = !Directory.Exists(Root)
        ? null
        : Directory.EnumerateDirectories(Root)
            .OrderBy(version => int.TryParse(Path.GetFileName(version), out var number) ? number : 0)
            .Select(version => Path.Combine(version, "bin"))
            .LastOrDefault(bin => File.Exists(Path.Combine(bin, "initdb")));

    /// <summary>What is missing and how to get it; none when nothing is.</summary>
    public static string? WhatIsMissing => Folder is null
        ? $"{Root} is missing: apt-get install --no-install-recommends postgresql, or run tests/run.sh."
        : null;

    /// <summary>Why a test that needs PostgreSQL is skipped: it is missing here. Never under <c>CI=true</c>, where a part
    /// that is silently missing proves nothing.</summary>
    public static string? SkipReason =>
        string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase)
            ? null
            : WhatIsMissing;
}
