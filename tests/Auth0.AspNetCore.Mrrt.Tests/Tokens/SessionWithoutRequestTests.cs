using System.Net;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Auth0.AspNetCore.Mrrt.Tokens;

namespace Auth0.AspNetCore.Mrrt.Tests.Tokens;

/// <summary>A circuit or a hub has a session and no request. The exchange works for it as for a request.</summary>
public sealed class SessionWithoutRequestTests : IDisposable
{
    private readonly TokenDesk _desk = new();
    private readonly SessionExchanges _exchanges;

    public SessionWithoutRequestTests()
    {
        _exchanges = new SessionExchanges(_desk.InFlightWork, _desk.Exchange, new StoredTokens(_desk.Coordinator, _desk.Time));
        _desk.Answers("""{"access_token":"at-new","token_type":"Bearer","expires_in":3600,"refresh_token":"rt-4"}""");
    }

    [Fact]
    public async Task It_obtains_a_token_and_takes_over_the_new_generation()
    {
        var circuit = new CircuitSession(Given.Holding());
        (await AskAsync(circuit)).Result.Token!.Value.Should().Be("at-new");
        circuit.Current.Tokens.RefreshToken.Should().Be("rt-4");
        circuit.Current.Renewed.Should().BeTrue();
    }

    /// <summary>G2.</summary>
    [Fact]
    public async Task Calls_at_once_share_an_exchange()
    {
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var tenant = _desk.Tenant;
        _desk.Tenant = async form =>
        {
            await answer.Task;
            return await tenant(form);
        };
        var (first, second) = (new CircuitSession(Given.Holding()), new CircuitSession(Given.Holding()));
        var (one, two) = (AskAsync(first), AskAsync(second));
        answer.SetResult();

        (await one).Result.Token!.Value.Should().Be((await two).Result.Token!.Value);
        _desk.Asked.Should().HaveCount(1);
        second.Current.Tokens.Generation.Should().Be(first.Current.Tokens.Generation);
    }

    /// <summary>G14.</summary>
    [Theory]
    [InlineData(false, null)]
    [InlineData(true, AccessTokenFailure.SessionEnded)]
    public async Task After_a_failed_exchange_a_valid_token_is_served_unless_the_session_has_ended(
        bool ends, AccessTokenFailure? reason)
    {
        var circuit = new CircuitSession(Given.Holding(Given.Set("at-old", Given.Inventory, null, null, seconds: 20)));
        _desk.Tenant = async _ =>
        {
            if (ends)
            {
                await _desk.Coordinator.EndAsync(circuit.Current.Tokens.SessionId, until: null, CancellationToken.None);
            }

            return TokenDesk.Json("{}", HttpStatusCode.ServiceUnavailable);
        };
        var answer = await AskAsync(circuit);
        answer.Result.Reason.Should().Be(reason);
        answer.ServedStored.Should().Be(!ends);
    }

    public void Dispose() => _desk.Dispose();

    private Task<ExchangeAnswer> AskAsync(ITokenSession session)
    {
        var need = TokenNeed.Of(
            new AccessTokenRequest { Audience = Given.Inventory }, Auth0Constants.AuthenticationScheme, _desk.Settings, new NoClaims());
        return _exchanges.GetAsync(session, _desk.Login.Get(need.Scheme), need, CancellationToken.None);
    }

    private sealed class CircuitSession(SessionTokens tokens) : ITokenSession
    {
        private SessionSnapshot _current = new(tokens);

        public SessionSnapshot Current => _current;

        public ISessionTokenStore? TokenStore => null;

        public CookieLife? CookieLife => null;

        public bool RequestEnded => false;

        public void Adopt(SessionTokens newest, bool kept) => _current = _current.Adopt(newest, kept);
    }
}
