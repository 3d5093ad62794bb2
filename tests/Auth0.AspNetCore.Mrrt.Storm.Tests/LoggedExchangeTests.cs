using Auth0.AspNetCore.Mrrt.RealOp;
using Auth0.AspNetCore.Mrrt.Storm.Judging;
using Auth0.AspNetCore.Mrrt.Storm.Nodes;
using Auth0.AspNetCore.Mrrt.Testing;

namespace Auth0.AspNetCore.Mrrt.Storm.Tests;

/// <summary>What the certified provider logs is judged as what the local tenant logs is.</summary>
public sealed class LoggedExchangeTests
{
    private static readonly NodeIdentity Node = new(2, 1);

    [Fact]
    public void Every_fact_of_the_providers_log_is_taken_over()
    {
        LoggedExchange.Of(Logged("refresh_token", "granted", generation: 3)).Should().BeEquivalentTo(new LoggedExchange
        {
            IsRefresh = true,
            User = Seen.User,
            Audience = Seen.Audience,
            Scope = Seen.Scope,
            Family = "fam",
            Generation = 3,
            Outcome = TokenExchangeOutcome.Granted,
            At = Seen.At(1),
            Node = Node,
        });
    }

    [Theory]
    [InlineData("granted", TokenExchangeOutcome.Granted)]
    [InlineData("reuse", TokenExchangeOutcome.ReuseDetected)]
    [InlineData("refused", TokenExchangeOutcome.Refused)]
    public void What_became_of_it_is_understood(string said, TokenExchangeOutcome outcome)
    {
        LoggedExchange.Of(Logged("refresh_token", said)).Outcome.Should().Be(outcome);
    }

    [Fact]
    public void A_sign_in_is_no_exchange()
    {
        LoggedExchange.Of(Logged("authorization_code", "granted")).IsRefresh.Should().BeFalse();
    }

    [Fact]
    public void A_refresh_token_that_was_presented_twice_is_found_in_the_providers_log_too()
    {
        var seen = new Seen();
        seen.Evidence.Exchanges =
        [
            .. new[]
            {
                Logged("authorization_code", "granted"),
                Logged("refresh_token", "granted", generation: 1),
                Logged("refresh_token", "reuse", generation: 1),
            }.Select(LoggedExchange.Of),
        ];

        var verdict = seen.Judge();

        verdict.LostTokens.Should().Be(1);
        verdict.Passed.Should().BeFalse();
    }

    private static ProviderExchange Logged(string grant, string outcome, int? generation = null) => new()
    {
        T = Seen.At(1).ToUnixTimeMilliseconds(),
        Grant = grant,
        Outcome = outcome,
        User = Seen.User,
        Audience = Seen.Audience,
        Scope = Seen.Scope,
        Family = "fam",
        Generation = generation,
        Telemetry = Node.ToHeader(),
    };
}
