using Auth0.AspNetCore.Mrrt.Storm.Judging;

namespace Auth0.AspNetCore.Mrrt.Storm.Browsers;

/// <summary>
/// One user with one browser: asks for tokens in bursts, several at a time, while answers are still on their way back;
/// leaves and comes back now and then; and signs in again when told to, but not without asking whether that was right.
/// </summary>
internal sealed class UserStory
{
    private const int LargestBurst = 6;
    private const int MostInFlight = 8;
    private const double LeavingShare = 0.05;
    private const double OpenShare = 0.5;
    private const int LongestThoughtMilliseconds = 400;

    private readonly StormOptions _options;
    private readonly UserState _user;
    private readonly Random _random;
    private readonly Random _again; // how often it is drawn from depends on time
    private readonly List<Task> _inFlight = [];
    private readonly Web _web;
    private readonly TokenRequests _requests;
    private readonly Apis _apis;
    private readonly Budget _budget;
    private readonly Evidence _evidence;
    private readonly SignOutRules _rules;
    private readonly TimeProvider _time;
    private readonly Courier _courier;
    private readonly SessionChecks _checks;
    private readonly ClaimsChanges _changes;
    private readonly HandOvers _handOvers;
    private readonly OldCopies _copies;

    public UserStory(
        string user,
        int seed,
        StormOptions options,
        Web web,
        TokenRequests requests,
        Apis apis,
        Budget budget,
        Evidence evidence,
        SignOutRules rules,
        TimeProvider time)
    {
        (_options, _web, _requests, _apis, _budget, _evidence, _rules, _time) =
            (options, web, requests, apis, budget, evidence, rules, time);
        (_random, _again) = (new Random(seed), new Random(~seed));
        _user = new UserState(user, time);
        _courier = new Courier(_user, web, requests, evidence, time);
        _checks = new SessionChecks(_user, _courier, evidence, time);
        _changes = new ClaimsChanges(_user, _courier, evidence, time);
        _handOvers = new HandOvers(_user, _courier, evidence, time);
        _copies = new OldCopies(_user, _courier, _checks, rules);
    }

    private Login Login => new(_web, _user.Name, _again, _time);

    public async Task PlayAsync(CancellationToken cancellationToken)
    {
        await SignInAsync(cancellationToken);
        while (await BurstAsync(cancellationToken))
        {
            if (_user.Doubted is { } doubted)
            {
                await AllDeliveredAsync();
                if (!await CheckAsync(doubted, cancellationToken))
                {
                    await SignInAsync(cancellationToken);
                }
            }
            else if (_random.NextDouble() < LeavingShare)
            {
                await LeaveAndComeBackAsync(cancellationToken);
            }
        }

        await AllDeliveredAsync();
    }

    /// <summary>Asks for a new token until there is one or a reason why there will be none.</summary>
    /// <returns>Whether the session lives.</returns>
    public async Task<bool> CheckAsync(string? doubted, CancellationToken cancellationToken)
    {
        var lives = await _checks.CheckAsync(_user.Browser, doubted, _again.NextDouble(), cancellationToken);
        _user.Doubted = null;
        return lives;
    }

    private async Task SignInAsync(CancellationToken cancellationToken)
    {
        var jar = await Login.SignInAsync(cancellationToken);
        _user.Browser = new Browser(_time, jar.All(), _user.Browser.Session + 1, _time.GetUtcNow());
        _user.Doubted = null;
        _user.Settled = true;
    }

    /// <summary>Sends some requests at once and thinks for a while.</summary>
    /// <returns>Whether there are more to be sent.</returns>
    private async Task<bool> BurstAsync(CancellationToken cancellationToken)
    {
        for (var left = 1 + _random.Next(LargestBurst); left > 0; left--)
        {
            if (!_budget.TryTake())
            {
                return false;
            }

            await BeginAsync(RequestPlan.Draw(_random, _apis.Scopes, _options.Operations), cancellationToken);
        }

        await Task.Delay(
            TimeSpan.FromMilliseconds(_random.Next(LongestThoughtMilliseconds)), _time, cancellationToken);
        while (_inFlight.Count > MostInFlight)
        {
            var done = await Task.WhenAny(_inFlight);
            _inFlight.Remove(done);
            await done;
        }

        return true;
    }

    /// <summary>Begins a request. One that hands the session over to another ends before the next begins.</summary>
    private async Task BeginAsync(RequestPlan plan, CancellationToken cancellationToken)
    {
        if (plan.KeepsCopy)
        {
            _copies.Keep();
        }

        switch (plan.Operation)
        {
            case Operation.ClaimsChange:
                _inFlight.Add(_changes.ChangeAsync(plan, cancellationToken));
                break;
            case Operation.OldCookie:
                _inFlight.Add(_copies.SendAsync(plan, cancellationToken));
                break;
            case Operation.OutAndIn or Operation.Reissue:
                await HandOverAsync(plan, cancellationToken);
                break;
            default:
                _inFlight.Add(_courier.SendAsync(plan, _user.Browser, cancellationToken));
                break;
        }
    }

    private async Task HandOverAsync(RequestPlan plan, CancellationToken cancellationToken)
    {
        var (outcome, before) = await _handOvers.SendAsync(plan, AllDeliveredAsync, cancellationToken);
        if (outcome == HandOver.Done)
        {
            _inFlight.Add(_rules.CheckAsync(_user.Name, cancellationToken, ("the cookies of before", before.Jar)));
        }
        else if (outcome == HandOver.Unknown)
        {
            await SignInAsync(cancellationToken);
        }
    }

    private async Task LeaveAndComeBackAsync(CancellationToken cancellationToken)
    {
        var before = _user.Browser.Copy();
        await using var open = new OpenRequest(_user, _requests, _rules, _evidence, _time);
        if (_options.Operations == Operations.All && _random.NextDouble() < OpenShare)
        {
            await open.BeginAsync(before.Jar, _random.NextDouble(), cancellationToken);
        }

        _user.Settled = false;
        await Login.SignOutAsync(_user.Browser.Jar, cancellationToken);
        var signedOut = _time.GetUtcNow();
        _user.Ended[before.Session] = signedOut;
        await AllDeliveredAsync();
        await _rules.CheckAsync(
            _user.Name, cancellationToken, ("its own cookies", _user.Browser.Jar), ("the cookies of before", before.Jar));
        await open.EndAsync(signedOut);
        await SignInAsync(cancellationToken);
    }

    private async Task AllDeliveredAsync()
    {
        await Task.WhenAll(_inFlight);
        _inFlight.Clear();
    }
}
