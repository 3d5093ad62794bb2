using Auth0.AspNetCore.Mrrt.Storm.Judging;
using Auth0.AspNetCore.Mrrt.Storm.Nodes;
using Auth0.AspNetCore.Mrrt.Testing.Browser;

namespace Auth0.AspNetCore.Mrrt.Storm.Browsers;

/// <summary>
/// After a session has ended, with every answer delivered and the announced time over, no server may take the user for
/// signed in by its cookies: neither by those that the browser has now nor by those that it had before.
/// </summary>
internal sealed class SignOutRules(
    StormOptions options, NodeFleet nodes, Web web, TokenRequests requests, Evidence evidence, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan LongestCheck = TimeSpan.FromMinutes(1);

    /// <summary>Sessions that live on the servers end everywhere at once.</summary>
    private readonly TimeSpan _propagation = options.Mode == SessionMode.Store
        ? TimeSpan.Zero
        : StormTimes.Propagation + StormTimes.PropagationTolerance;

    /// <summary>A request that is open reads its session no more, and ends when its server hears of the sign-out.</summary>
    private readonly TimeSpan _openPropagation = options.Coordination == Coordination.Memory
        ? TimeSpan.Zero
        : StormTimes.Propagation + StormTimes.PropagationTolerance;

    public async Task CheckAsync(
        string user, CancellationToken cancellationToken, params (string Which, CookieJar Jar)[] cookies)
    {
        await Task.Delay(_propagation, time, cancellationToken);
        var count = Math.Max(1, nodes.All().Length);
        for (var server = 0; server < count; server++)
        {
            foreach (var (which, jar) in cookies)
            {
                await AskAsync(user, which, jar, (server + 0.5) / count, cancellationToken);
            }
        }
    }

    /// <summary>Judges an answer to cookies of a session that has ended.</summary>
    public void Judge(string cookies, Answer answer, DateTimeOffset ended)
    {
        if (answer.Asked >= ended + _propagation && !answer.Abandoned && !MayNotKnow(answer, _propagation))
        {
            evidence.Add(Found(cookies, answer));
        }
    }

    /// <summary>Judges an answer to a request that was open when its session ended.</summary>
    public void JudgeOpen(Answer answer, DateTimeOffset ended)
    {
        if (answer.Asked >= ended + _openPropagation && !MayNotKnow(answer, _openPropagation))
        {
            evidence.Add(Found("an open request", answer) with { SignedIn = false }); // Its user stays who it was.
        }
    }

    private static AfterSignOut Found(string cookies, Answer answer) => new(
        answer.User, cookies, answer.Asked, answer.Subject is not null, answer.Token is not null);

    /// <summary>A server that stood still or had no database could not hear of it within the announced time.</summary>
    private bool MayNotKnow(Answer answer, TimeSpan propagation) =>
        evidence.IsDisturbed(answer.Asked - propagation, answer.Answered);

    private async Task AskAsync(
        string user, string cookies, CookieJar jar, double server, CancellationToken cancellationToken)
    {
        var plan = RequestPlan.Plain(server, forced: false);
        for (var end = time.GetUtcNow() + LongestCheck; time.GetUtcNow() < end;)
        {
            using (await web.EnterAsync(cancellationToken))
            {
                var (answer, _) = await requests.SendAsync(user, jar, plan, evidence, cancellationToken);
                var found = Found(cookies, answer);
                var mayNotKnow = (found.SignedIn || found.GotToken) && MayNotKnow(answer, _propagation);
                if (!mayNotKnow && (found.SignedIn || found.GotToken || !TokenRequests.IsPassing(answer.Reason)))
                {
                    evidence.Add(found); // signed in, whatever else went wrong
                    return;
                }
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}
