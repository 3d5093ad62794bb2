using Auth0.AspNetCore.Mrrt.RealOp;

namespace Auth0.AspNetCore.Mrrt.EndToEnd.Support;

/// <summary>
/// What is here and how to get what is not. On somebody's laptop a missing part skips the test and says so; under
/// <c>CI=true</c> it fails the test with the same words, because a part that is silently missing there proves nothing.
/// </summary>
internal static class RealParts
{
    public const string ChromiumPath = "/usr/bin/chromium";

    private const string ClangPath = "/usr/bin/clang";

    private const string ZlibHeaderPath = "/usr/include/zlib.h";

    private const string PostgreSqlRoot = "/usr/lib/postgresql";

    private const string RedisPath = "/usr/bin/redis-server";

    private static bool InCI =>
        string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>The folder with initdb and postgres, of the newest version installed.</summary>
    public static string? PostgreSqlFolder { get; } = !Directory.Exists(PostgreSqlRoot)
        ? null
        : Directory.EnumerateDirectories(PostgreSqlRoot)
            .Select(version => Path.Combine(version, "bin"))
            .Where(bin => File.Exists(Path.Combine(bin, "initdb")))
            .Order(StringComparer.Ordinal)
            .LastOrDefault();

    /// <summary>Throws what is missing and how to get it; what a fixture calls first.</summary>
    public static void Require(RealPart part)
    {
        if (WhatIsMissing(part) is { } missing)
        {
            throw new InvalidOperationException(missing);
        }
    }

    public static string? SkipReason(params RealPart[] parts) => SkipReason(parts.Select(WhatIsMissing), InCI);

    internal static string? SkipReason(IEnumerable<string?> missing, bool inCI)
    {
        string[] instructions = [.. missing.OfType<string>()];
        return inCI || instructions is [] ? null : string.Join(' ', instructions);
    }

    public static string? WhatIsMissing(RealPart part) => part switch
    {
        RealPart.Chromium when !File.Exists(ChromiumPath) =>
            $"{ChromiumPath} is missing: apt-get install --no-install-recommends chromium, or run tests/run.sh.",
        RealPart.NativeCompiler when !File.Exists(ClangPath) || !File.Exists(ZlibHeaderPath) =>
            $"{ClangPath} or {ZlibHeaderPath} is missing: apt-get install --no-install-recommends clang zlib1g-dev, "
            + "or run tests/run.sh.",
        RealPart.NodeProvider => NodePrograms.WhatIsMissing,
        RealPart.PostgreSql when PostgreSqlFolder is null =>
            $"{PostgreSqlRoot} is missing: apt-get install --no-install-recommends postgresql, or run tests/run.sh.",
        RealPart.Redis when !File.Exists(RedisPath) =>
            $"{RedisPath} is missing: apt-get install --no-install-recommends redis-server, or run tests/run.sh.",
        _ => null,
    };
}
