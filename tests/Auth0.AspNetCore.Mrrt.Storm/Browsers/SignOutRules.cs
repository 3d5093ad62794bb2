using Auth0.AspNetCore.Mrrt.Storm.Judging;
using Auth0.AspNetCore.Mrrt.Storm.Nodes;
using Auth0.AspNetCore.Mrrt.Testing.Browser;

namespace Auth0.AspNetCore.Mrrt.Storm.Browsers;

/// <summary>
/// After a sign-out, with every answer delivered and the announced time over, no server may take the user for signed
/// in: neither by the cookies that the browser has now nor by those that it had before.
/// </summary>
internal sealed class SignOutRules(
    SessionMode mode, NodeFleet nodes, Web web, TokenRequests requests, Evidence evidence, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan LongestCheck = TimeSpan.FromMinutes(1);

    /// <summary>Sessions that live on the servers end everywhere at once.</summary>
    private readonly TimeSpan _propagation = mode == SessionMode.Store
        ? TimeSpan.Zero
        : StormTimes.Propagation + StormTimes.PropagationTolerance;

    public async Task CheckAsync(string user, CookieJar own, CookieJar before, CancellationToken cancellationToken)
    {
        await Task.Delay(_propagation, time, cancellationToken);
        var count = Math.Max(1, nodes.All().Length);
        for (var server = 0; server < count; server++)
        {
            var draw = (server + 0.5) / count;
            await AskAsync(user, "its own cookies", own, draw, cancellationToken);
            await AskAsync(user, "the cookies of before", before, draw, cancellationToken);
        }
    }

    private async Task AskAsync(
        string user, string cookies, CookieJar jar, double server, CancellationToken cancellationToken)
    {
        var plan = new RequestPlan
        {
            Api = 0,
            Scope = null,
            Forced = false,
            Server = server,
            AbandonedAfter = null,
            DeliveredAfter = TimeSpan.Zero,
        };
        for (var end = time.GetUtcNow() + LongestCheck; time.GetUtcNow() < end;)
        {
            using (await web.EnterAsync(cancellationToken))
            {
                var (answer, _) = await requests.SendAsync(user, jar, plan, evidence, cancellationToken);
                var found = new AfterSignOut(
                    user, cookies, answer.Asked, answer.Subject is not null, answer.Token is not null);
                // A server that stood still or had no database could not hear of it within the announced time.
                var mayNotKnow = (found.SignedIn || found.GotToken)
                    && evidence.IsDisturbed(answer.Asked - _propagation, answer.Answered);
                if (!mayNotKnow && !TokenRequests.IsPassing(answer.Reason))
                {
                    evidence.Add(found);
                    return;
                }

                if (!mayNotKnow && (found.SignedIn || found.GotToken))
                {
                    evidence.Add(found); // signed in, whatever else went wrong
                    return;
                }
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}
