using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Session.Store;
using Auth0.AspNetCore.Mrrt.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Store;

/// <summary>G16: the refresh token of an ended session has one owner.</summary>
public sealed class ContinuedSessionTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly SharedServer _server;

    public ContinuedSessionTests() =>
        _server = new SharedServer(new MemoryBackend(_time), _time, options => options.CommitRetryTime = TimeSpan.Zero);

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task The_first_owns_it()
    {
        await _server.Sessions.EndAsync("session", _time.GetUtcNow().AddDays(1), default);
        await using (var turn = await _server.EnterAsync())
        {
            (await ContinuedSession.TryOwnAsync(turn, 0)).Should().BeTrue();
        }

        await using var second = await _server.EnterAsync();
        (await ContinuedSession.TryOwnAsync(second, 0)).Should().BeFalse();
    }

    [Fact]
    public async Task Nobody_owns_it_when_it_is_not_known_whether_the_others_can_see_it()
    {
        await _server.Sessions.EndAsync("session", _time.GetUtcNow().AddDays(1), default);
        await using var turn = await _server.EnterAsync();
        _server.Faults.CutOff();
        await turn.Awaiting(it => ContinuedSession.TryOwnAsync(it, 0).AsTask()).Should().ThrowAsync<SessionCoordinationException>();
    }
}
