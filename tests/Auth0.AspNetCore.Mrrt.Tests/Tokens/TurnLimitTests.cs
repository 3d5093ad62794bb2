using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Moq;

namespace Auth0.AspNetCore.Mrrt.Tests.Tokens;

/// <summary>
/// From the moment a turn is certain until the commit no more time goes by than a call to the tenant may take: a coordinator
/// that has lost its turns counts on that.
/// </summary>
public sealed class TurnLimitTests : IDisposable
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(20);

    private readonly TokenDesk _desk = new();
    private Func<CancellationToken, Task> _discovery = _ => Task.CompletedTask;

    public TurnLimitTests()
    {
        var known = _desk.Login.ConfigurationManager;
        var slow = new Mock<IConfigurationManager<OpenIdConnectConfiguration>>();
        slow.Setup(it => it.GetConfigurationAsync(It.IsAny<CancellationToken>())).Returns(async (CancellationToken cancel) =>
        {
            await _discovery(cancel);
            return await known.GetConfigurationAsync(cancel);
        });
        _desk.Login.ConfigurationManager = slow.Object;
        _desk.Answers("""{"access_token":"at-new","expires_in":3600,"refresh_token":"rt-4"}""");
    }

    [Fact]
    public async Task Discovery_and_the_call_together_take_no_longer_than_a_call_may()
    {
        var (fetching, fetched, called) = (New(), New(), New());
        _discovery = limit =>
        {
            fetching.TrySetResult();
            return fetched.Task.WaitAsync(limit);
        };
        _desk.Tenant = async _ =>
        {
            called.SetResult();
            await new TaskCompletionSource().Task; // never answers
            return TokenDesk.Json("{}");
        };

        var asked = _desk.AskAsync(Given.Inventory);
        await fetching.Task.WaitAsync(Guard);
        _desk.Time.Advance(TimeSpan.FromSeconds(20));
        fetched.SetResult();
        await called.Task.WaitAsync(Guard);
        _desk.Time.Advance(TimeSpan.FromSeconds(9)); // the last moment begins
        asked.IsCompleted.Should().BeFalse();
        _desk.Time.Advance(TimeSpan.FromSeconds(1));

        (await asked.WaitAsync(Guard)).Reason.Should().Be(AccessTokenFailure.Transient);
        _desk.Coordinator.Peek("session").Busy.Should().BeFalse("the next in line has the turn");
    }

    [Fact]
    public async Task Discovery_alone_takes_no_longer_either()
    {
        var fetching = New();
        _discovery = limit =>
        {
            fetching.TrySetResult();
            return new TaskCompletionSource().Task.WaitAsync(limit);
        };

        var asked = _desk.AskAsync(Given.Inventory);
        await fetching.Task.WaitAsync(Guard);
        _desk.Time.Advance(TimeSpan.FromSeconds(29));
        _desk.Time.Advance(TimeSpan.FromSeconds(1));

        (await asked.WaitAsync(Guard)).Reason.Should().Be(AccessTokenFailure.Transient);
        _desk.Asked.Should().BeEmpty();
    }

    /// <summary>What was bought must be kept in time; whose claims it has can be looked at another time.</summary>
    [Fact]
    public async Task Keys_that_do_not_come_in_time_cost_the_new_claims_and_no_token()
    {
        _desk.Settings.RebuildPrincipalOnRefresh = true;
        // Readable, so that its signature is the next thing to check.
        var idToken = Given.Jwt("{}");
        _desk.Answers(
            $$"""{"access_token":"at-new","expires_in":3600,"refresh_token":"rt-4","id_token":"{{idToken}}"}""");
        var (fetching, fetches) = (New(), 0);
        _discovery = limit =>
        {
            if (++fetches == 1)
            {
                return Task.CompletedTask; // for the token endpoint's address
            }

            fetching.TrySetResult();
            return new TaskCompletionSource().Task.WaitAsync(limit);
        };

        var asked = _desk.AskAsync(Given.Inventory);
        await fetching.Task.WaitAsync(Guard);
        _desk.Time.Advance(TimeSpan.FromSeconds(29));
        _desk.Time.Advance(TimeSpan.FromSeconds(1));

        (await asked.WaitAsync(Guard)).Token!.Value.Should().Be("at-new");
        _desk.Session.RefreshToken.Should().Be("rt-4");
        _desk.Session.IdToken.Should().Be("it-3");
    }

    /// <summary>An application's own store may be slow; what is left for the call is what is left.</summary>
    [Theory]
    [InlineData(27, true)]
    [InlineData(28, false)]
    [InlineData(30, false)]
    public async Task A_session_that_took_too_long_to_read_is_not_exchanged_for(int seconds, bool exchanged)
    {
        var request = new DefaultHttpContext();
        var tokens = Given.Holding();
        RequestSessionFeature.Replace(request, "Cookies", new RequestSession(tokens)
        {
            FindTokenStore = _ => new SlowKeeper(() => _desk.Time.Advance(TimeSpan.FromSeconds(seconds)), tokens),
        });

        var result = await _desk.AskAsync(request, Given.Inventory);

        result.Reason.Should().Be(exchanged ? null : AccessTokenFailure.Transient);
        result.ErrorDescription.Should().Be(exchanged ? null : "Reading the session took too long.");
        _desk.Asked.Should().HaveCount(exchanged ? 1 : 0);
    }

    public void Dispose() => _desk.Dispose();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class SlowKeeper(Action read, SessionTokens tokens) : ISessionTokenStore
    {
        public ValueTask<SessionTokens?> ReadAsync()
        {
            read();
            return ValueTask.FromResult<SessionTokens?>(tokens);
        }

        public ValueTask<bool> KeepAsync(SessionTokens tokens) => ValueTask.FromResult(true);
    }
}
