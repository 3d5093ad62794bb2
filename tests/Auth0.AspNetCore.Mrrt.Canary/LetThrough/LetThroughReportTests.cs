namespace Auth0.AspNetCore.Mrrt.Canary.LetThrough;

public sealed class LetThroughReportTests
{
    private static readonly Measured[] Before =
    [
        new("A table", "a lie: refused", Outcome.Refused, Outcome.Refused),
        new("A table", "a lie", Outcome.Refused, Outcome.SignsIn),
        new("Another table", "a lie", Outcome.Begins, Outcome.SignsIn),
    ];

    [Fact]
    public void What_was_written_shows_no_change() => Changes(Before).Should().BeEmpty();

    [Fact]
    public void A_lie_that_is_let_through_is_named_with_its_settings() =>
        Changes([Before[0] with { Careful = Outcome.SignsIn }, Before[1], Before[2]]).Should().Equal(
            "LET THROUGH: A table, careful settings: \"a lie: refused\" was \"refused\" and is now \"signs in\".");

    [Fact]
    public void A_lie_that_goes_further_than_before_is_let_through() =>
        Changes([Before[0], Before[1], Before[2] with { Careful = Outcome.SignsIn }]).Should().Equal(
            "LET THROUGH: Another table, careful settings: \"a lie\" was \"begins\" and is now \"signs in\".");

    [Fact]
    public void A_lie_that_is_stopped_is_named_with_its_settings() =>
        Changes([Before[0], Before[1] with { Plain = Outcome.Refused }, Before[2]]).Should().Equal(
            "stopped: A table, plain settings: \"a lie\" was \"signs in\" and is now \"refused\".");

    [Fact]
    public void A_lie_that_is_not_told_any_more_is_named() =>
        Changes([Before[0], Before[2]]).Should().Equal(
            "A table: \"a lie\" is in the approved file, and is not told any more.");

    [Fact]
    public void The_counts_are_of_each_table_and_of_all() =>
        LetThroughReport.Write(Before).Should()
            .Contain("== A table: 2 lies\n   signed in: careful 0, plain 1\n")
            .And.EndWith("== All: 3 lies\n   signed in: careful 0, plain 2\n   only begun: careful 1, plain 0\n");

    private static IEnumerable<string> Changes(Measured[] now) =>
        LetThroughReport.Changes(LetThroughReport.Write(Before), now);
}
