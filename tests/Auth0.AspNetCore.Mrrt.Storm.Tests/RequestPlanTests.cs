using Auth0.AspNetCore.Mrrt.Storm.Browsers;

namespace Auth0.AspNetCore.Mrrt.Storm.Tests;

/// <summary>The seed decides what is asked.</summary>
public sealed class RequestPlanTests
{
    private static readonly string[] Scopes = ["read:items write:items", "read:items"];

    [Fact]
    public void The_same_seed_draws_the_same_requests() => Draw(7, Operations.All).Should().Equal(Draw(7, Operations.All));

    [Fact]
    public void Plain_requests_ask_for_tokens_only() => Draw(7, Operations.Plain).Should().OnlyContain(
        plan => plan.Operation == Operation.Token && !plan.Renews && !plan.KeepsCopy);

    [Fact]
    public void Every_operation_is_drawn_and_most_requests_ask_for_a_token()
    {
        var plans = Draw(7, Operations.All);

        plans.Select(plan => plan.Operation).Distinct().Should().BeEquivalentTo(Enum.GetValues<Operation>());
        plans.Count(plan => plan.Operation == Operation.Token).Should().BeGreaterThan(plans.Length * 8 / 10);
        plans.Should().Contain(plan => plan.Renews).And.Contain(plan => plan.KeepsCopy);
    }

    private static RequestPlan[] Draw(int seed, Operations operations)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 2000).Select(_ => RequestPlan.Draw(random, Scopes, operations))];
    }
}
