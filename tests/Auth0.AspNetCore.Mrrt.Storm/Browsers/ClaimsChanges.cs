using Auth0.AspNetCore.Mrrt.Storm.Judging;
using Auth0.AspNetCore.Mrrt.Storm.Nodes;

namespace Auth0.AspNetCore.Mrrt.Storm.Browsers;

/// <summary>
/// Changes the user's claims within the session, while other requests of the browser are under way. The changes of one user
/// come one after the other: of two at once nobody could say which is the newer.
/// </summary>
internal sealed class ClaimsChanges(UserState user, Courier courier, Evidence evidence, TimeProvider time)
{
    private Task _last = Task.CompletedTask;
    private int _version;

    /// <summary>Sends the next change when the last one was delivered. For the user's own thread alone.</summary>
    public Task ChangeAsync(RequestPlan plan, CancellationToken cancellationToken) =>
        _last = ChangeAsync(_last, plan, cancellationToken);

    private async Task ChangeAsync(Task last, RequestPlan plan, CancellationToken cancellationToken)
    {
        await last;
        var version = ++_version;
        var answer = await courier.SendAsync(plan, user.Browser, cancellationToken, version: version);
        if (answer.SignIn == SignInOutcome.Refused || answer.IsNobody)
        {
            return; // No sign-in was made.
        }

        evidence.Add(new Change
        {
            User = user.Name,
            Session = answer.Session,
            Version = version,
            Asked = answer.Asked,
            Finished = answer.HasNoAnswer ? null : answer.Answered,
            Delivered = answer.SignIn is null ? null : time.GetUtcNow(),
            Node = answer.Node,
            Outcome = answer.SignIn,
        });
    }
}
