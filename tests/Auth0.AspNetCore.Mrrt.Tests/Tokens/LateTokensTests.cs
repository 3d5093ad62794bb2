using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Tokens;

namespace Auth0.AspNetCore.Mrrt.Tests.Tokens;

/// <summary>G8, G16: what becomes of a refresh token that comes when its session is about to end, or has ended.</summary>
public sealed class LateTokensTests : IDisposable
{
    private readonly ScriptedCoordination _coordination = new();
    private readonly TokenDesk _desk;

    public LateTokensTests()
    {
        _desk = new TokenDesk(_coordination.Around);
        _desk.Answers("""{"access_token":"at-new","expires_in":3600,"refresh_token":"rt-4"}""");
    }

    public void Dispose() => _desk.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_late_refresh_token_that_nobody_continues_is_revoked_once(bool isShared)
    {
        _coordination.IsShared = isShared;
        await EndDuringAnExchangeAsync();
        await PatienceIsOverAsync();
        _desk.Revoked.Should().ContainSingle().Which["token"].Should().Be("rt-4");
    }

    /// <summary>Another server can have continued it only where the servers share their sessions.</summary>
    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task A_request_that_leaves_its_session_revokes_what_no_other_server_has_continued(bool isShared, int revocations)
    {
        _coordination.IsShared = isShared;
        var departure = _desk.Departed.Depart(_desk.Session);
        await EndDuringAnExchangeAsync();
        _desk.Revoked.Should().BeEmpty("the request may continue it");
        _coordination.Shown = SessionRecord.Mark(9);
        await departure.LeaveAsync();
        _desk.Revoked.Should().HaveCount(revocations);
    }

    /// <summary>It brings no refresh token of this session.</summary>
    [Fact]
    public async Task A_late_answer_about_another_user_revokes_nothing()
    {
        var alice = Given.Jwt("""{"iss":"https://tenant.example.com/","sub":"alice","aud":"client"}""");
        var mallory = Given.Jwt("""{"iss":"https://tenant.example.com/","sub":"mallory","aud":"client"}""");
        _desk.Open(Given.Holding().Next(null, [], "rt-3", alice));
        _desk.Answers($$"""{"access_token":"theirs","refresh_token":"rt-theirs","id_token":"{{mallory}}"}""");
        await EndDuringAnExchangeAsync();
        await PatienceIsOverAsync();
        _desk.Revoked.Should().BeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_request_that_is_about_to_end_its_session_hears_of_the_generation_before(bool commitFails)
    {
        var departure = _desk.Departed.Depart(_desk.Session);
        _coordination.OnCommit = () => _ = commitFails ? throw new InvalidOperationException("no keys") : 0;
        (await _desk.AskAsync(Given.Inventory)).Succeeded.Should().BeTrue();
        departure.Newest.RefreshToken.Should().Be("rt-4");
    }

    private async Task EndDuringAnExchangeAsync()
    {
        _coordination.OnCommit = () =>
        {
            _coordination.OnCommit = () => { };
            _desk.Coordinator.EndAsync("session", until: null, default).AsTask().Wait();
        };
        (await _desk.AskAsync(Given.Inventory)).Reason.Should().Be(AccessTokenFailure.SessionEnded);
    }

    private Task PatienceIsOverAsync()
    {
        _desk.Time.Advance(LateTokens.Patience);
        return _desk.InFlightWork.DrainAsync(default);
    }
}
