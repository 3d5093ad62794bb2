using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Auth0.AspNetCore.Mrrt.Tokens;

namespace Auth0.AspNetCore.Mrrt.Tests.Tokens;

/// <summary>K5: a session without a refresh token takes no turn. With several servers each turn is a row's lock and three
/// statements.</summary>
public sealed class NoTurnForNothingTests : IDisposable
{
    private readonly ScriptedCoordination _coordination = new();
    private readonly TokenDesk _desk;
    private int _turns;

    public NoTurnForNothingTests()
    {
        _coordination.OnEnter = () => _turns++;
        _desk = new TokenDesk(_coordination.Around);
        _desk.Answers("""{"access_token":"at-new","token_type":"Bearer","expires_in":3600}""");
    }

    [Theory]
    [InlineData(null, true, false, AccessTokenFailure.NoRefreshToken)]
    [InlineData(null, true, true, AccessTokenFailure.NoRefreshToken)]
    [InlineData("rt-3", false, false, AccessTokenFailure.NoRefreshTokenGranted)]
    [InlineData("rt-3", false, true, AccessTokenFailure.NoRefreshTokenGranted)]
    public async Task Ten_calls_take_no_turn_and_each_is_told_to_the_application(
        string? refreshToken, bool mayRefresh, bool force, AccessTokenFailure reason)
    {
        _desk.Settings.UseRefreshTokens = mayRefresh;
        _desk.Open(Session(refreshToken));
        for (var call = 0; call < 10; call++)
        {
            (await _desk.AskAsync(Given.Inventory, force: force)).Reason.Should().Be(reason);
        }

        _turns.Should().Be(0);
        _desk.Events.MissingRefreshTokens.Should().HaveCount(10);
        _desk.Asked.Should().BeEmpty();
    }

    [Fact]
    public async Task Several_tokens_at_once_take_no_turn_either()
    {
        _desk.Open(Session(refreshToken: null));
        (await _desk.AskManyAsync(Given.Inventory, Given.Admin)).Select(result => result.Reason)
            .Should().AllBeEquivalentTo(AccessTokenFailure.NoRefreshToken);
        _turns.Should().Be(0);
        _desk.Events.MissingRefreshTokens.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_token_that_is_still_valid_is_served_without_a_turn_and_without_an_event()
    {
        _desk.Open(Session(refreshToken: null).Next(Given.Set("p", Given.Orders, null, null, seconds: 30), [], refreshToken: null, "it"));
        (await _desk.AskAsync(Given.Orders)).Token!.Value.Should().Be("p");
        _turns.Should().Be(0);
        _desk.Events.MissingRefreshTokens.Should().BeEmpty();
    }

    /// <summary>A forced refresh brings its view up to date under the turn, and not before.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_newer_generation_that_this_server_knows_is_used(bool force)
    {
        var tokens = Session(refreshToken: null);
        _desk.Open(tokens);
        await using (var turn = await _desk.Coordinator.EnterAsync(tokens.SessionId, default))
        {
            var newer = tokens.Next(tokens.Primary, tokens.Additional, "rt-4", tokens.IdToken);
            await turn.CommitAsync(_desk.Protector.Protect(newer), default);
        }

        (await _desk.AskAsync(Given.Inventory, force: force)).Token!.Value.Should().Be("at-new");
        _desk.Asked.Should().ContainSingle().Which["refresh_token"].Should().Be("rt-4");
    }

    /// <summary>A sign-in within the session may be about to bring a refresh token.</summary>
    [Fact]
    public async Task While_another_request_has_the_turn_the_call_waits_for_it()
    {
        var tokens = Session(refreshToken: null);
        _desk.Open(tokens);
        var turn = await _desk.Coordinator.EnterAsync(tokens.SessionId, default);
        var asking = _desk.AskAsync(Given.Inventory);
        var newer = tokens.Next(tokens.Primary, tokens.Additional, "rt-4", tokens.IdToken);
        await turn.CommitAsync(_desk.Protector.Protect(newer), default);
        await turn.DisposeAsync();
        (await asking).Token!.Value.Should().Be("at-new");
    }

    /// <summary>A store of the application's may have more than the request has read.</summary>
    [Theory]
    [InlineData("the same", 0, AccessTokenFailure.NoRefreshToken)]
    [InlineData("a newer generation", 1, null)]
    [InlineData("nothing", 1, AccessTokenFailure.SessionEnded)]
    [InlineData("an outage", 1, AccessTokenFailure.CoordinationUnavailable)]
    public async Task The_applications_store_is_asked_first(string has, int turns, AccessTokenFailure? reason)
    {
        var tokens = Session(refreshToken: null);
        var session = new StoredSession(tokens, new Store(() => has switch
        {
            "the same" => tokens,
            "a newer generation" => tokens.Next(tokens.Primary, tokens.Additional, "rt-4", tokens.IdToken),
            "nothing" => null,
            _ => throw new Auth0.AspNetCore.Mrrt.Coordination.SessionCoordinationException("out of reach"),
        }));
        var exchanges = new SessionExchanges(
            _desk.InFlightWork, _desk.Exchange, new StoredTokens(_coordination.Around(_desk.Coordinator), _desk.Time));
        var need = TokenNeed.Of(
            new AccessTokenRequest { Audience = Given.Inventory }, Auth0Constants.AuthenticationScheme, _desk.Settings, new NoClaims());
        var answer = await exchanges.GetAsync(session, _desk.Login.Get(need.Scheme), need, CancellationToken.None);
        answer.Result.Reason.Should().Be(reason);
        _turns.Should().Be(turns);
    }

    public void Dispose() => _desk.Dispose();

    private static SessionTokens Session(string? refreshToken)
    {
        var tokens = Given.Holding();
        return tokens.Next(tokens.Primary, tokens.Additional, refreshToken, tokens.IdToken);
    }

    private sealed class Store(Func<SessionTokens?> read) : ISessionTokenStore
    {
        public ValueTask<SessionTokens?> ReadAsync() => ValueTask.FromResult(read());

        public ValueTask<bool> KeepAsync(SessionTokens tokens) => ValueTask.FromResult(true);
    }

    private sealed class StoredSession(SessionTokens tokens, ISessionTokenStore store) : ITokenSession
    {
        public SessionSnapshot Current { get; private set; } = new(tokens);

        public ISessionTokenStore? TokenStore => store;

        public CookieLife? CookieLife => null;

        public bool RequestEnded => false;

        public void Adopt(SessionTokens newest, bool kept) => Current = Current.Adopt(newest, kept);
    }
}
