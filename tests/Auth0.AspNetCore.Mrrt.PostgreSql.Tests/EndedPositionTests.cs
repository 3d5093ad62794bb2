using Auth0.AspNetCore.Mrrt.PostgreSql.Sessions;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Tests;

/// <summary>Where the next list of ended sessions begins.</summary>
public sealed class EndedPositionTests
{
    private static readonly DateTimeOffset First = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    /// <summary>An end that comes while older pages are read is on none of them.</summary>
    [Fact]
    public void After_several_pages_the_next_list_begins_where_the_first_page_was_read()
    {
        var later = First + TimeSpan.FromMinutes(1);
        var next = Again(Again(Again(EndedPosition.Of(null)).After(First, First.AddDays(-1), "b")).After(later, First.AddDays(-2), "a"))
            .Next(later);
        Again(next).Since.Should().Be(First);
        next.Below.Should().Be(DateTimeOffset.MaxValue);
    }

    [Fact]
    public void After_a_single_page_the_next_list_begins_where_it_was_read() =>
        Again(EndedPosition.Of(null).Next(First)).Since.Should().Be(First);

    [Fact]
    public void A_list_without_ends_moves_nothing()
    {
        var before = EndedPosition.Of(null).Next(First);
        before.Next(null).Since.Should().Be(First);
        before.After(First + TimeSpan.FromMinutes(1), First, "a").Next(null).Since.Should().Be(First + TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void A_clock_that_goes_back_moves_no_position_back() =>
        EndedPosition.Of(null).Next(First).Next(First - TimeSpan.FromHours(1)).Since.Should().Be(First);

    private static EndedPosition Again(EndedPosition position) => EndedPosition.Of(position.ToString());
}
