using System.Text.RegularExpressions;
using Auth0.AspNetCore.Mrrt.EndToEnd.Support;
using Auth0.AspNetCore.Mrrt.Processes;

namespace Auth0.AspNetCore.Mrrt.EndToEnd;

public sealed class SupportTests
{
    private static readonly string?[] OneMissing = [null, "Install it."];

    [Fact]
    public void A_missing_part_skips_the_test_and_says_how_to_get_it()
    {
        RealParts.SkipReason(OneMissing, inCI: false).Should().Be("Install it.");
    }

    [Fact]
    public void A_missing_part_skips_nothing_in_CI()
    {
        RealParts.SkipReason(OneMissing, inCI: true).Should().BeNull();
    }

    [Fact]
    public void Nothing_is_skipped_when_every_part_is_there()
    {
        RealParts.SkipReason([null, null], inCI: false).Should().BeNull();
    }

    [Fact]
    public void A_token_is_found_in_a_text_and_an_antiforgery_token_is_not_taken_for_one()
    {
        var token = $"eyJhbGciOiJSUzI1NiJ9.{new string('a', 30)}.b-_c";
        var antiforgery = $"CfDJ8{new string('a', 80)}-b";

        TokenSearch.In($"<p title=\"{token}\">{antiforgery}</p> https://orders.example.com").Should().Equal(token);
    }

    [RealPartFact(RealPart.NodeProvider)]
    public async Task A_program_that_ends_before_it_is_ready_shows_what_it_wrote_to_standard_error()
    {
        string[] arguments = ["-e", "console.error('no such port'); process.exit(3)"];

        var start = () => ChildProcess.StartAsync("node", arguments, new Regex("ready"));

        await start.Should().ThrowAsync<InvalidOperationException>().WithMessage("*exit code 3*no such port*");
    }

    /// <summary>A program that still runs keeps the pipes of its output open, and the wait for their end with them.</summary>
    [RealPartFact(RealPart.NodeProvider)]
    public async Task Disposing_ends_a_program_and_the_program_that_it_has_started()
    {
        string[] arguments =
        [
            "-e",
            """
            const child = ['-e', 'console.log("ready"); setInterval(() => {}, 1000)'];
            require('child_process').spawn('node', child, { stdio: 'inherit' });
            """,
        ];
        var (program, _) = await ChildProcess.StartAsync("node", arguments, new Regex("ready"));
        program.HasExited.Should().BeFalse();

        var disposing = () => program.DisposeAsync().AsTask();

        await disposing.Should().CompleteWithinAsync(TimeSpan.FromSeconds(30));
    }

    [RealPartFact(RealPart.NodeProvider)]
    public async Task A_program_that_takes_too_long_is_ended()
    {
        string[] arguments = ["-e", "setInterval(() => {}, 1000)"];

        var run = () => ChildProcess.RunAsync("node", arguments, limit: TimeSpan.FromSeconds(3));

        await run.Should().ThrowAsync<InvalidOperationException>().WithMessage("*within 3 s*");
    }
}
