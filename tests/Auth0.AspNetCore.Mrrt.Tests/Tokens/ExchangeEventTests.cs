using static Auth0.AspNetCore.Mrrt.Tests.Tokens.Given;

namespace Auth0.AspNetCore.Mrrt.Tests.Tokens;

/// <summary>Each exchange raises one event.</summary>
public sealed class ExchangeEventTests : IDisposable
{
    private readonly ScriptedCoordination _coordination = new();
    private readonly TokenDesk _desk;

    public ExchangeEventTests()
    {
        _desk = new TokenDesk(_coordination.Around);
        _desk.Answers("""{"access_token":"new","refresh_token":"rt-4"}""");
    }

    public void Dispose() => _desk.Dispose();

    /// <summary>The turn could not be taken: the needs of a batch share one failure.</summary>
    [Fact]
    public async Task A_failure_of_several_tokens_at_once_raises_one_event()
    {
        _coordination.OnEnter = () => throw new TimeoutException();
        (await _desk.AskManyAsync(Inventory, Admin)).Select(result => result.Reason)
            .Should().Equal(AccessTokenFailure.Transient, AccessTokenFailure.Transient);
        _desk.Events.Failures.Should().ContainSingle().Which.Audience.Should().Be(Inventory);
    }

    [Fact]
    public async Task Several_tokens_at_once_raise_an_event_each()
    {
        await _desk.AskManyAsync(Inventory, Admin);
        _desk.Events.Refreshes.Select(context => context.Audience).Should().Equal(Inventory, Admin);
    }
}
