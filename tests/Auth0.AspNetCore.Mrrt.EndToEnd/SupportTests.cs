using System.Text.RegularExpressions;
using Auth0.AspNetCore.Mrrt.EndToEnd.Support;
using Auth0.AspNetCore.Mrrt.RealOp;

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
}
