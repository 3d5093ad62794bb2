using Auth0.AspNetCore.Mrrt.Storm.Judging;
using Auth0.AspNetCore.Mrrt.Storm.Nodes;

namespace Auth0.AspNetCore.Mrrt.Storm.Browsers;

/// <summary>
/// Requests that end the session and begin another with its tokens. Requests of the old session are under way on all
/// servers. A browser that took one of their cookies last would be signed out: the response is delivered after theirs.
/// </summary>
internal sealed class HandOvers(UserState user, Courier courier, Evidence evidence, TimeProvider time)
{
    /// <param name="plan">How.</param>
    /// <param name="allDelivered">Waits until all other responses are delivered.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What became of it, and the cookies of the session that has ended.</returns>
    public async Task<(HandOver Outcome, Browser Before)> SendAsync(
        RequestPlan plan, Func<Task> allDelivered, CancellationToken cancellationToken)
    {
        user.Settled = false;
        var before = user.Browser.Copy();
        var answer = await courier.SendAsync(plan, user.Browser, cancellationToken, beforeDelivery: allDelivered);
        evidence.Add(new Attempt(
            user.Name, plan.Operation.ToString(), answer.Asked, answer.Answered, answer.Node, answer.SignIn));
        if (answer.IsNobody || answer.SignIn == SignInOutcome.Refused)
        {
            user.Settled = true;
            user.Doubted ??= answer.IsNobody ? answer.Reason : "a sign-in that was refused";
            return (HandOver.Refused, before);
        }

        if (answer.SignIn is not { } signIn
            || (signIn == SignInOutcome.WithoutRefreshToken && evidence.MayMissTurn(answer.Asked, answer.Answered)))
        {
            return (HandOver.Unknown, before);
        }

        user.Ended[before.Session] = answer.Answered;
        user.Browser = user.Browser.ForSession(before.Session + 1);
        evidence.Add(new Change
        {
            User = user.Name,
            Session = user.Browser.Session,
            Version = answer.Version!.Value,
            Asked = answer.Asked,
            Finished = answer.Answered,
            Delivered = time.GetUtcNow(),
            Node = answer.Node,
            Outcome = SignInOutcome.Committed, // A new session is all in its ticket.
        });
        user.Settled = true;
        return (HandOver.Done, before);
    }
}
