using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Ticket;

/// <summary>An application may keep its users signed in for ever.</summary>
public sealed class MomentsTests
{
    private static readonly DateTimeOffset Last = DateTimeOffset.MaxValue;

    [Fact]
    public void A_moment_and_a_duration_make_a_moment_and_never_one_past_the_last()
    {
        Moments.Add(Given.Now, TimeSpan.FromSeconds(1)).Should().Be(Given.Now.AddSeconds(1));
        Moments.Add(Given.Now, TimeSpan.FromSeconds(-1)).Should().Be(Given.Now.AddSeconds(-1));
        Moments.Add(Last.AddTicks(-2), TimeSpan.FromTicks(1)).Should().Be(Last.AddTicks(-1));
        Moments.Add(Last.AddTicks(-2), TimeSpan.FromTicks(2)).Should().Be(Last);
        Moments.Add(Last.AddTicks(-2), TimeSpan.FromTicks(3)).Should().Be(Last);
        Moments.Add(Last, TimeSpan.Zero).Should().Be(Last);
        Moments.Add(Given.Now, TimeSpan.MaxValue).Should().Be(Last);
    }
}
