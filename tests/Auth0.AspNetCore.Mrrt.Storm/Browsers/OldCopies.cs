namespace Auth0.AspNetCore.Mrrt.Storm.Browsers;

/// <summary>Cookies that the browser had earlier. They are sent again seconds to minutes later, and take their own
/// responses.</summary>
internal sealed class OldCopies(UserState user, Courier courier, SessionChecks checks, SignOutRules rules)
{
    private const int Most = 6;

    private readonly List<Browser> _copies = [];

    /// <summary>Keeps the present cookies, and forgets the oldest ones.</summary>
    public void Keep()
    {
        _copies.Add(user.Browser.Copy());
        if (_copies.Count > Most)
        {
            _copies.RemoveAt(0);
        }
    }

    /// <summary>Asks with earlier cookies; with the present ones when there are no others. For the user's own thread until
    /// it waits.</summary>
    public Task SendAsync(RequestPlan plan, CancellationToken cancellationToken) => _copies is []
        ? courier.SendAsync(plan, user.Browser, cancellationToken)
        : SendAsync(_copies[(int)(plan.Copy * _copies.Count)], plan, cancellationToken);

    private async Task SendAsync(Browser copy, RequestPlan plan, CancellationToken cancellationToken)
    {
        var answer = await courier.SendAsync(plan, copy, cancellationToken);
        if (user.Ended.TryGetValue(copy.Session, out var ended))
        {
            rules.Rule.Keep("earlier cookies", answer, ended);
        }
        else if (copy.Session == user.Browser.Session
            && answer is { SignedIn: true, Abandoned: false, Token: null }
            && !TokenRequests.IsPassing(answer.Reason))
        {
            await checks.CheckAsync(copy, $"{answer.Reason} with earlier cookies", plan.Server, cancellationToken);
        }
    }
}
