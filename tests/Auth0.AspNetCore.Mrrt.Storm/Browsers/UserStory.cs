using Auth0.AspNetCore.Mrrt.Storm.Judging;
using Auth0.AspNetCore.Mrrt.Testing.Browser;

namespace Auth0.AspNetCore.Mrrt.Storm.Browsers;

/// <summary>
/// One user with one browser: asks for tokens in bursts, several at a time, while answers are still on their way back;
/// leaves and comes back now and then; and signs in again when told to, but not without asking whether that was right.
/// </summary>
internal sealed class UserStory(
    string user,
    int seed,
    Web web,
    TokenRequests requests,
    Apis apis,
    Budget budget,
    Evidence evidence,
    SignOutRules signOutRules,
    TimeProvider time)
{
    private const int LargestBurst = 6;
    private const int MostInFlight = 8;
    private const double LeavingShare = 0.05;
    private const int LongestThoughtMilliseconds = 400;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan LongestCheck = TimeSpan.FromMinutes(1);

    private readonly Random _random = new(seed);
    private readonly Random _again = new(~seed); // how often it is drawn from depends on time
    private readonly List<Task> _inFlight = [];
    private CookieJar _jar = new(time, [], isFrozen: false);
    private volatile bool _settled;
    private volatile string? _doubted;

    private Login Login => new(web, user, _again, time);

    public async Task PlayAsync(CancellationToken cancellationToken)
    {
        await SignInAsync(cancellationToken);
        while (await BurstAsync(cancellationToken))
        {
            if (_doubted is { } doubted)
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
    /// <param name="doubted">What a server said that makes the user ask.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>Whether the session lives.</returns>
    public async Task<bool> CheckAsync(string? doubted, CancellationToken cancellationToken)
    {
        var end = time.GetUtcNow() + LongestCheck;
        while (true)
        {
            var plan = new RequestPlan
            {
                Api = 0,
                Scope = null,
                Forced = true,
                Server = _again.NextDouble(),
                AbandonedAfter = null,
                DeliveredAfter = TimeSpan.Zero,
            };
            var answer = await SendAsync(plan, isCheck: true, cancellationToken);
            var isOver = time.GetUtcNow() > end;
            if (answer.Token is not null || isOver || !TokenRequests.IsPassing(answer.Reason))
            {
                var reason = answer.Token is null ? $"{answer.Reason}{(isOver ? " for a minute" : "")}" : null;
                evidence.Add(new LastWord(user, time.GetUtcNow(), reason, doubted));
                _doubted = null;
                return reason is null;
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private async Task SignInAsync(CancellationToken cancellationToken)
    {
        _jar = await Login.SignInAsync(cancellationToken);
        _doubted = null;
        _settled = true;
    }

    /// <summary>Sends some requests at once and thinks for a while.</summary>
    /// <returns>Whether there are more to be sent.</returns>
    private async Task<bool> BurstAsync(CancellationToken cancellationToken)
    {
        for (var left = 1 + _random.Next(LargestBurst); left > 0; left--)
        {
            if (!budget.TryTake())
            {
                return false;
            }

            _inFlight.Add(SendAsync(RequestPlan.Draw(_random, apis.Scopes), isCheck: false, cancellationToken));
        }

        await Task.Delay(
            TimeSpan.FromMilliseconds(_random.Next(LongestThoughtMilliseconds)), time, cancellationToken);
        while (_inFlight.Count > MostInFlight)
        {
            var done = await Task.WhenAny(_inFlight);
            _inFlight.Remove(done);
            await done;
        }

        return true;
    }

    private async Task<Answer> SendAsync(RequestPlan plan, bool isCheck, CancellationToken cancellationToken)
    {
        Answer answer;
        Page? page;
        using (await web.EnterAsync(cancellationToken))
        {
            var settled = _settled;
            (answer, page) = await requests.SendAsync(user, _jar, plan, evidence, cancellationToken);
            answer = answer with { IsCheck = isCheck, SignedIn = settled && _settled };
        }

        evidence.Add(answer);
        if (answer is { SignedIn: true, Abandoned: false, IsCheck: false, Token: null }
            && !TokenRequests.IsPassing(answer.Reason))
        {
            _doubted ??= answer.Reason;
        }

        if (plan.DeliveredAfter > TimeSpan.Zero)
        {
            await Task.Delay(plan.DeliveredAfter, time, cancellationToken);
        }

        if (page is not null)
        {
            _jar.Store(page.Address, page.SetCookies);
        }

        return answer;
    }

    private async Task LeaveAndComeBackAsync(CancellationToken cancellationToken)
    {
        _settled = false;
        var before = new CookieJar(time, _jar.All(), isFrozen: false);
        await Login.SignOutAsync(_jar, cancellationToken);
        await AllDeliveredAsync();
        await signOutRules.CheckAsync(user, _jar, before, cancellationToken);
        await SignInAsync(cancellationToken);
    }

    private async Task AllDeliveredAsync()
    {
        await Task.WhenAll(_inFlight);
        _inFlight.Clear();
    }
}
