using Auth0.AspNetCore.Mrrt.EndToEnd.Support;

namespace Auth0.AspNetCore.Mrrt.EndToEnd;

/// <summary>samples/ThreeServers as a program: three servers, one session, and what they share it in.</summary>
public sealed class ThreeServersTests
{
    [RealPartFact(RealPart.Redis)]
    public Task The_check_makes_the_whole_journey_with_Redis_and_passes() => PassesAsync("--check", "--backend", "redis");

    [RealPartFact(RealPart.PostgreSql)]
    public Task The_check_makes_the_whole_journey_with_PostgreSQL_and_passes() =>
        PassesAsync("--check", "--backend", "postgresql");

    [Fact]
    public async Task Another_backend_is_refused_in_one_line()
    {
        var (exitCode, output) = await SampleProcess.RunAsync("ThreeServers", "--check", "--backend", "mysql");

        output.Should().Equal("--backend is redis or postgresql.");
        exitCode.Should().Be(1);
    }

    private static async Task PassesAsync(params string[] arguments)
    {
        var (exitCode, output) = await SampleProcess.RunAsync("ThreeServers", arguments);

        output.Should().NotBeEmpty();
        output.Last().Should().Be("check: passed", string.Join(Environment.NewLine, output));
        exitCode.Should().Be(0);
    }
}
