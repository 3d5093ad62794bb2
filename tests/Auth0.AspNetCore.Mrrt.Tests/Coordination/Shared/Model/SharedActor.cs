using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.Tests.Coordination.Shared.Model;

/// <summary>One server of a <see cref="SharedLife"/>. It asks the tenant as the library's exchange does: only under a turn that it has
/// just read, and no longer than the turn is sure.</summary>
internal sealed class SharedActor(SharedServer server, ManualTimeProvider time, SharedTenant tenant)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private Task _busy = Task.CompletedTask;
    private ISessionTurn? _turn;
    private SharedExchange? _asked;
    private DateTimeOffset _answerUntil;
    private DateTimeOffset _certainAt;
    private bool _mustReadAgain;

    public SharedServer Server => server;

    public bool IsIdle => _busy.IsCompleted;

    public bool IsCommitting => !IsIdle && _asked is not null;

    /// <summary>What the test must not see: an exception that the library does not promise.</summary>
    public Task Busy => _busy;

    public bool IsSureOfItsTurn => IsIdle && !_mustReadAgain && _turn?.SureFor > TimeSpan.Zero;

    /// <summary>Something comes between the server and the backend.</summary>
    /// <param name="outlasts">False when the turn outlasts it, unless it comes while something is committed.</param>
    public void Disturb(bool outlasts)
    {
        if (_asked is { } asked && (outlasts || !IsIdle))
        {
            asked.IsDisturbed = true;
        }

        IsDisturbed |= outlasts;
    }

    /// <summary>True until the server has read its session again.</summary>
    private bool IsDisturbed { get; set; }

    public void Enter()
    {
        if (IsIdle && _turn is null)
        {
            _busy = TryAsync(async () => _turn = await server.EnterAsync());
        }
    }

    public void Leave()
    {
        if (IsIdle && _asked is null && _turn is not null)
        {
            _busy = LeaveAsync();
        }
    }

    public void Ask()
    {
        if (!IsIdle || _turn is null || _asked is not null)
        {
            return;
        }

        if (_mustReadAgain || _turn.Lost.IsCancellationRequested)
        {
            _busy = TryAsync(async () => await _turn.ReloadAsync(default));
            return;
        }

        var left = Limit - (time.GetUtcNow() - _certainAt);
        left = _turn.SureFor == Timeout.InfiniteTimeSpan || _turn.SureFor > left ? left : _turn.SureFor;
        if (_turn.Ended || _turn.NewestGeneration > (_turn.Newest?.Generation ?? 0) || left <= TimeSpan.FromSeconds(2))
        {
            return;
        }

        _asked = tenant.Present(this, _turn.Newest, _turn.NewestGeneration);
        _asked.IsDisturbed = IsDisturbed;
        _answerUntil = time.GetUtcNow() + left;
    }

    public void Answer(bool isCutOff)
    {
        if (!IsIdle || _turn is null || _asked is not { } asked)
        {
            return;
        }

        if (time.GetUtcNow() > _answerUntil)
        {
            asked.IsDropped = true;
            _asked = null;
            _mustReadAgain = true;
            return;
        }

        asked.IsDisturbed |= isCutOff;
        _busy = CommitAsync(_turn, asked);
    }

    private async Task CommitAsync(ISessionTurn turn, SharedExchange asked)
    {
        _mustReadAgain = true;
        try
        {
            asked.IsKept = await turn.CommitAsync(asked.Record, default);
        }
        catch (SessionCoordinationException)
        {
            // It waits in the server's memory.
        }
        finally
        {
            _asked = null;
        }
    }

    private async Task TryAsync(Func<Task> step)
    {
        try
        {
            IsDisturbed = false;
            await step();
            _certainAt = time.GetUtcNow();
            _mustReadAgain = false;
        }
        catch (Exception e) when (e is SessionCoordinationException or TimeoutException)
        {
            await LeaveAsync();
        }
    }

    private async Task LeaveAsync()
    {
        var turn = _turn;
        _turn = null;
        _mustReadAgain = false;
        if (turn is not null)
        {
            await turn.DisposeAsync();
        }
    }
}
