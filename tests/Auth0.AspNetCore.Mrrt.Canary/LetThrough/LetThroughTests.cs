using Auth0.AspNetCore.Mrrt.Canary.Rig;

namespace Auth0.AspNetCore.Mrrt.Canary.LetThrough;

/// <summary>The framework's handler as a canary: an update of its packages may change what it lets through. This test
/// shows the change.</summary>
public sealed class LetThroughTests
{
    [Fact]
    public async Task The_framework_lets_through_the_approved_lies_and_no_others()
    {
        Lie[] lies = [.. AllLies.Tables];
        var measured = new Measured[lies.Length];
        await Parallel.ForAsync(0, lies.Length, async (i, _) => measured[i] = new Measured(
            lies[i].Table,
            lies[i].Name,
            await lies[i].TellAsync(Settings.Careful),
            await lies[i].TellAsync(Settings.Plain)));

        var approved = ApprovedFile.Open("LetThrough.approved.txt", LetThroughReport.Write(measured));
        approved.ShouldStand(LetThroughReport.Changes(approved.Text, measured));
    }
}
