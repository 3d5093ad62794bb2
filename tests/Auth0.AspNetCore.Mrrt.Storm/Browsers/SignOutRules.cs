using Auth0.AspNetCore.Mrrt.Storm.Judging;
using Auth0.AspNetCore.Mrrt.Storm.Nodes;
using Auth0.AspNetCore.Mrrt.Testing.Browser;

namespace Auth0.AspNetCore.Mrrt.Storm.Browsers;

/// <summary>
/// After a session has ended, with every answer delivered and the announced time over, no server may take the user for
/// signed in by its cookies: neither by those that the browser has now nor by those that it had before.
/// </summary>
internal sealed class SignOutRules(
    EndedSessionRule rule, NodeFleet nodes, Web web, TokenRequests requests, Evidence evidence, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan LongestCheck = TimeSpan.FromMinutes(1);

    public EndedSessionRule Rule => rule;

    public async Task CheckAsync(
        string user, CancellationToken cancellationToken, params (string Which, CookieJar Jar)[] cookies)
    {
        await Task.Delay(rule.Propagation, time, cancellationToken);
        var count = Math.Max(1, nodes.All().Length);
        for (var server = 0; server < count; server++)
        {
            foreach (var (which, jar) in cookies)
            {
                await AskAsync(user, which, jar, (server + 0.5) / count, cancellationToken);
            }
        }
    }

    private async Task AskAsync(
        string user, string cookies, CookieJar jar, double server, CancellationToken cancellationToken)
    {
        var plan = RequestPlan.Plain(server, forced: false);
        for (var end = time.GetUtcNow() + LongestCheck; time.GetUtcNow() < end;)
        {
            using (await web.EnterAsync(cancellationToken))
            {
                var (answer, _) = await requests.SendAsync(user, jar, plan, evidence, cancellationToken);
                if (rule.TryKeep(cookies, answer, TokenRequests.IsPassing(answer.Reason)))
                {
                    return;
                }
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}
