using System.Reflection;
using Auth0.AspNetCore.Mrrt.Processes;
using Xunit.Abstractions;

namespace Auth0.AspNetCore.Mrrt.Storm.Tests;

/// <summary>The storm as anyone would run it, small enough for every build.</summary>
public sealed class StormProcessTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private static readonly Assembly Tests = typeof(StormProcessTests).Assembly;

    [PostgreSqlTheory]
    [InlineData("cookie")]
    [InlineData("store")]
    public async Task Three_servers_that_fail_in_every_way_lose_nothing(string mode) => await ExpectToPassAsync(
        "--nodes", "3", "--sessions", "6", "--requests", "300", "--mode", mode, "--faults", "all", "--seed", "1");

    [RedisTheory]
    [InlineData("cookie")]
    [InlineData("store")]
    public async Task With_Redis_too_three_servers_that_fail_in_every_way_lose_nothing(string mode) => await ExpectToPassAsync(
        "--nodes", "3", "--sessions", "6", "--requests", "300", "--mode", mode, "--backend", "redis", "--faults", "all", "--seed", "1");

    [Theory]
    [InlineData("cookie")]
    [InlineData("store")]
    public async Task One_server_needs_no_database(string mode) => await ExpectToPassAsync(
        "--nodes", "1", "--sessions", "6", "--requests", "300", "--mode", mode, "--backend", "memory", "--seed", "2");

    [CertifiedProviderTheory]
    [InlineData("cookie")]
    [InlineData("store")]
    public async Task A_provider_that_is_not_ours_finds_nothing_either(string mode)
    {
        var counts = await ExpectToPassAsync(
            "--nodes", "3", "--sessions", "6", "--requests", "300", "--mode", mode, "--tenant", "certified",
            "--faults", "none", "--seed", "3");

        counts["failed"].Should().BeLessThan(30, "nothing goes wrong but that this machine may be slow");
    }

    [Fact]
    public async Task A_command_line_that_is_not_understood_plays_nothing()
    {
        var (exitCode, lines) = await RunAsync("--mode", "neither");

        exitCode.Should().Be(2);
        lines.Should().Contain("--mode is one of cookie, store.");
    }

    private async Task<Dictionary<string, int>> ExpectToPassAsync(params string[] arguments)
    {
        var (exitCode, lines) = await RunAsync(arguments);

        var counts = StormLine.Read(lines[^1]);
        exitCode.Should().Be(0, string.Join('\n', lines));
        counts["requests"].Should().Be(300);
        counts["exchanges"].Should().BePositive();
        foreach (var wrong in (string[])["reuse_detected", "families_revoked", "wrong_token", "lost_tokens", "resurrected", "brought_back"])
        {
            counts[wrong].Should().Be(0, wrong);
        }

        counts["failed"].Should().BeLessThan(300, "most requests get a token, or nothing has been proven");
        return counts;
    }

    private async Task<(int ExitCode, string[] Lines)> RunAsync(params string[] arguments)
    {
        var (exitCode, lines) = await ChildProcess.RunAsync(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Program(), .. arguments], limit: Limit);
        output.WriteLine(string.Join('\n', lines));
        return (exitCode, [.. lines]);
    }

    private static string Program()
    {
        var root = Tests.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;
        var configuration = Tests.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration.ToLowerInvariant();
        const string Name = "Auth0.AspNetCore.Mrrt.Storm";
        return Path.GetFullPath(Path.Combine(root, "artifacts", "bin", Name, configuration, $"{Name}.dll"));
    }
}
