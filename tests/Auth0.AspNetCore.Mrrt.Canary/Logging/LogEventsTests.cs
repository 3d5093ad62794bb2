namespace Auth0.AspNetCore.Mrrt.Canary.Logging;

/// <summary>A log event that an update of the framework adds may carry a secret. The library lets only known events
/// pass.</summary>
public sealed class LogEventsTests
{
    [Fact]
    public void The_framework_logs_the_approved_events_and_no_others()
    {
        var events = LogEvents.All;
        var approved = ApprovedFile.Open("LogEvents.approved.txt", string.Concat(events.Select(log => log + "\n")));
        var before = approved.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        approved.ShouldStand(
        [
            .. events.Except(before).Select(log => "NEW: " + log),
            .. before.Except(events).Select(log => "gone: " + log),
        ]);
    }

    [Fact]
    public void Calls_and_texts_are_read_from_compiled_code() =>
        MethodCalls.Of(((Func<bool>)AskAboutAText).Method).Should().Equal(
            (null, "a text"), (typeof(string).GetMethod(nameof(string.IsNullOrEmpty)), null));

    private static bool AskAboutAText() => string.IsNullOrEmpty("a text");
}
