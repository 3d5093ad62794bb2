using System.Net;
using static Auth0.AspNetCore.Mrrt.Tests.Tokens.Given;

namespace Auth0.AspNetCore.Mrrt.Tests.Tokens;

/// <summary>T11. An exchange is counted once, by what became of it.</summary>
public sealed class ExchangeCountsTests : IDisposable
{
    private const string Granted = """{"access_token":"new","refresh_token":"rt-4"}""";

    private readonly ScriptedCoordination _coordination = new();
    private readonly TokenDesk _desk;

    public ExchangeCountsTests() => _desk = new TokenDesk(_coordination.Around);

    public void Dispose() => _desk.Dispose();

    [Theory]
    [InlineData(Granted, HttpStatusCode.OK, "Granted")]
    [InlineData("""{"error":"invalid_grant"}""", HttpStatusCode.Forbidden, "RefreshTokenRejected")]
    [InlineData("", HttpStatusCode.ServiceUnavailable, "Transient")]
    [InlineData("""{"access_token":"new","id_token":"opaque"}""", HttpStatusCode.OK, "ExchangeRefused")]
    public async Task An_exchange_is_counted_by_its_result(string body, HttpStatusCode status, string outcome)
    {
        _desk.Answers(body, status);
        await _desk.AskAsync(Inventory);
        Counted().Should().Equal(outcome);
    }

    [Fact]
    public async Task A_token_for_another_audience_is_counted_as_such()
    {
        _desk.Answers($$"""{"access_token":"{{Given.Jwt($$"""{"aud":"{{Admin}}"}""")}}"}""");
        await _desk.AskAsync(Inventory);
        await _desk.AskAsync(Inventory);
        Counted().Should().Equal("AudienceNotGranted");
    }

    [Fact]
    public async Task A_token_that_came_after_the_end_of_its_session_is_not_counted_as_granted()
    {
        _desk.Answers(Granted);
        _coordination.OnCommit = () =>
        {
            _coordination.Refuses = true;
            _desk.Coordinator.EndAsync("session", until: null, default).AsTask().Wait();
        };
        (await _desk.AskAsync(Inventory)).Reason.Should().Be(AccessTokenFailure.SessionEnded);
        Counted().Should().Equal("SessionEnded");
    }

    [Fact]
    public async Task A_token_of_a_session_that_has_moved_on_is_not_counted_as_granted()
    {
        _desk.Answers(Granted);
        _coordination.Refuses = true;
        (await _desk.AskAsync(Inventory)).Reason.Should().Be(AccessTokenFailure.Transient);
        Counted().Should().Equal("Transient");
    }

    /// <summary>Also what no coordinator is meant to throw: the answer holds the only refresh token.</summary>
    [Fact]
    public async Task A_token_whose_commit_failed_is_given_and_counted_as_granted()
    {
        _desk.Answers(Granted);
        _coordination.OnCommit = () => throw new InvalidOperationException("the key ring is out of reach");
        (await _desk.AskAsync(Inventory)).Token!.Value.Should().Be("new");
        _desk.Session.RefreshToken.Should().Be("rt-4");
        Counted().Should().Equal("Granted");
        _desk.Logs.Lines.Should().ContainSingle(line => line.Contains("[309]"));
    }

    /// <summary>[ours] Beyond the cap the application's operators can see it.</summary>
    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 0)]
    public async Task An_eviction_is_counted_and_logged_when_its_generation_is_kept(bool refused, long evictions)
    {
        _desk.Settings.MaxAccessTokenSets = 1;
        _desk.Open(Holding(null, Set("1", Inventory, "a", "a"), Set("2", Inventory, "b", "b")));
        _desk.Answers(Granted);
        _coordination.Refuses = refused;
        await _desk.AskAsync(Inventory, "c");
        _desk.Meters.Counts.GetValueOrDefault("auth0.access_token.evictions scheme=Auth0").Should().Be(evictions);
        _desk.Logs.Lines.Count(line => line.Contains("dropped 2", StringComparison.Ordinal)).Should().Be(refused ? 0 : 1);
    }

    private IEnumerable<string> Counted() =>
        from count in _desk.Meters.Counts
        where count.Key.StartsWith("auth0.access_token.exchanges", StringComparison.Ordinal)
        from time in Enumerable.Range(0, (int)count.Value)
        select count.Key.Split("outcome=")[1];
}
