using Auth0.AspNetCore.Mrrt.Tests.Support;
using static Auth0.AspNetCore.Mrrt.Tests.Support.SharedRecords;

namespace Auth0.AspNetCore.Mrrt.Tests.Coordination.Shared.Model;

/// <summary>Lets a <see cref="SharedLife"/> happen, and checks what must be so whatever happens.</summary>
internal sealed class SharedLifeCheck : IDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(35);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);

    private readonly ManualTimeProvider _time = new();
    private readonly SharedTenant _tenant = new();
    private readonly MemoryBackend _shared;
    private readonly SharedActor[] _actors;
    private readonly bool _leases;
    private readonly bool _clockJumps;
    private readonly HashSet<SharedActor> _cutOff = [];
    private bool _hasEnded;

    private SharedLifeCheck(bool leases, bool clockJumps)
    {
        (_leases, _clockJumps) = (leases, clockJumps);
        _shared = new MemoryBackend(_time, leases ? Lease : null) { Keeping = CheckThatNothingIsWrittenOver };
        _actors = [.. Enumerable.Range(0, 3).Select(_ => new SharedActor(new SharedServer(_shared, _time), _time, _tenant))];
    }

    public static async Task RunAsync(SharedLife life, bool leases)
    {
        using var check = new SharedLifeCheck(leases, Array.Exists(life.Steps, step => step.Deed is SharedDeed.JumpClock));
        foreach (var step in life.Steps)
        {
            await check.DoAsync(step);
            check.CheckThatOneServerHasTheTurn();
        }

        await check.CheckTheEndAsync();
    }

    public void Dispose()
    {
        foreach (var actor in _actors)
        {
            actor.Server.Dispose();
        }
    }

    private async Task DoAsync(SharedStep step)
    {
        var actor = _actors[step.Server];
        var faults = actor.Server.Faults;
        switch (step.Deed)
        {
            case SharedDeed.Enter:
                actor.Enter();
                break;
            case SharedDeed.Ask:
                actor.Ask();
                break;
            case SharedDeed.Answer:
                actor.Answer(_cutOff.Contains(actor));
                break;
            case SharedDeed.Leave:
                actor.Leave();
                break;
            case SharedDeed.Poll:
                await PollAsync(actor);
                break;
            case SharedDeed.Pass:
                await PassAsync(TimeSpan.FromSeconds(step.Number));
                break;
            case SharedDeed.StandStill:
                Array.ForEach(_actors, any => any.Disturb(outlasts: _clockJumps)); // two faults at once, or a commit stands still

                await Task.Run(() => _time.Advance(TimeSpan.FromSeconds(step.Number)));
                break;
            case SharedDeed.CutOff:
                _cutOff.Add(actor);
                actor.Disturb(Outlasts);
                faults.CutOff();
                await actor.Server.Way.BreakConnectionsAsync();
                break;
            case SharedDeed.Reconnect:
                _cutOff.Remove(actor);
                faults.Reconnect();
                break;
            case SharedDeed.FailCommit:
                actor.Disturb(Outlasts);
                faults.Fail(BackendCall.Commit);
                break;
            case SharedDeed.LoseCommit:
                actor.Disturb(Outlasts);
                faults.LoseAnswer(BackendCall.Commit);
                break;
            case SharedDeed.FailExtensions:
                actor.Disturb(Outlasts);
                faults.Fail(BackendCall.Extend, step.Number);
                break;
            case SharedDeed.Restart:
                _shared.Restart();
                break;
            case SharedDeed.JumpClock:
                _shared.JumpClock(TimeSpan.FromSeconds(step.Number));
                break;
            case SharedDeed.End:
                _hasEnded = true;
                await actor.Server.Sessions.EndAsync("session", _time.GetUtcNow().AddDays(1), default);
                break;
        }

        await SettleAsync();
    }

    /// <summary>A lease outlasts an exchange. A transaction ends with its connection, and a lease when the clock is set.</summary>
    private bool Outlasts => !_leases || _clockJumps;

    /// <summary>What waits for a thread, and not for the clock, goes on.</summary>
    private async Task SettleAsync()
    {
        // A commit seldom waits for the clock.
        for (var hop = 0; hop < 5 || (hop < 100 && Array.Exists(_actors, actor => actor.IsCommitting)); hop++)
        {
            await Task.Run(Thread.Yield);
        }
    }

    /// <summary>Nobody waits for ever.</summary>
    private async Task EndsAsync(Task task, string what)
    {
        for (var began = TimeProvider.System.GetTimestamp(); !task.IsCompleted;)
        {
            await PassAsync(TimeSpan.FromSeconds(1));
            await Task.Run(Thread.Yield);
            TimeProvider.System.GetElapsedTime(began).Should().BeLessThan(TimeSpan.FromSeconds(20), $"{what} ends");
        }

        await task;
    }

    private async Task PassAsync(TimeSpan span)
    {
        for (var passed = TimeSpan.Zero; passed < span; passed += Tick)
        {
            await Task.Run(() => _time.Advance(Tick));
        }
    }

    private static async Task PollAsync(SharedActor actor)
    {
        try
        {
            await actor.Server.PassAsync();
        }
        catch (Auth0.AspNetCore.Mrrt.Coordination.Shared.SessionBackendException)
        {
            // It is cut off.
        }
    }

    private void CheckThatNothingIsWrittenOver(MemoryRow row, Auth0.AspNetCore.Mrrt.Coordination.SessionRecord next)
    {
        next.Generation.Should().BeGreaterThan(row.Generation);
        if (Text(row.Record) is { } before)
        {
            _tenant.ComesFrom(Text(next), before).Should().BeTrue($"{Text(next)} is written over {before}");
        }
    }

    private void CheckThatOneServerHasTheTurn()
    {
        if (_leases && !_clockJumps)
        {
            _actors.Count(actor => actor.IsSureOfItsTurn).Should().BeLessThan(2);
        }
    }

    private async Task CheckTheEndAsync()
    {
        foreach (var actor in _actors)
        {
            _cutOff.Clear();
            actor.Server.Faults.Mend();
            actor.Answer(isCutOff: false);
        }

        for (var waits = 0; waits < 20 && !Array.TrueForAll(_actors, actor => actor.IsIdle); waits++)
        {
            await PassAsync(TimeSpan.FromSeconds(20));
            await SettleAsync();
        }

        foreach (var actor in _actors)
        {
            await EndsAsync(actor.Busy, "the last step");
            actor.Leave();
            await EndsAsync(actor.Busy, "the turn");
        }

        await PassAsync(TimeSpan.FromSeconds(150)); // longer than any lease, and than the quiet time
        foreach (var actor in _actors)
        {
            await actor.Server.PassAsync(); // may be the first to find a lease over
            await PassAsync(_shared.Grace);
            await actor.Server.PassAsync();
            actor.Server.PendingWrites.IsEmpty.Should().BeTrue("nobody has the turn");
        }

        _tenant.PresentedTwice.Should().BeEmpty();
        var row = _shared.With("session", row => row with { });
        foreach (var exchange in _tenant.Undisturbed.Where(_ => !_hasEnded))
        {
            exchange.IsKept.Should().NotBe(false, $"nothing came between {exchange.Name} and the backend");
            _tenant.ComesFrom(Text(row.Record), exchange.Name).Should().BeTrue($"{exchange.Name} was kept");
        }

        foreach (var actor in _actors)
        {
            await actor.Server.PassAsync();
            var entering = actor.Server.EnterAsync();
            await PassAsync(TimeSpan.FromSeconds(10));
            await EndsAsync(entering, "the wait for a turn that nobody has");
            await using var turn = await entering;
            turn.Ended.Should().Be(_hasEnded);
            turn.NewestGeneration.Should().Be(row.Generation);
            actor.Server.Sessions.HasEnded("session").Should().Be(_hasEnded);
        }
    }
}
