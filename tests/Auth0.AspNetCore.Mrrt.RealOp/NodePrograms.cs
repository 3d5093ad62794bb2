namespace Auth0.AspNetCore.Mrrt.RealOp;

/// <summary>Node.js and the provider's packages on this machine.</summary>
public static class NodePrograms
{
    /// <summary>What is missing and how to get it; none when nothing is.</summary>
    public static string? WhatIsMissing =>
        !IsOnPath("node") ? "node is missing: install Node.js 20 or newer."
        : !Directory.Exists(Repository.PathTo("tests", "real-op", "node_modules"))
            ? "The packages of tests/real-op are missing: (cd tests/real-op && npm ci), or run tests/run.sh."
        : null;

    /// <summary>Why a test that needs the provider is skipped: something is missing here. Never under <c>CI=true</c>,
    /// where a part that is silently missing proves nothing.</summary>
    public static string? SkipReason =>
        string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase)
            ? null
            : WhatIsMissing;

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => File.Exists(Path.Combine(folder, program)));
}
