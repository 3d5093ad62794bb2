using Auth0.AspNetCore.Mrrt.Storm.Judging;

namespace Auth0.AspNetCore.Mrrt.Storm.Browsers;

/// <summary>Finds out whether a session lives: asks for a new token until there is one, or a reason why there will be
/// none.</summary>
internal sealed class SessionChecks(UserState user, Courier courier, Evidence evidence, TimeProvider time)
{
    /// <summary>So that each try falls on another server.</summary>
    private const double NextServer = 0.618;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan LongestCheck = TimeSpan.FromMinutes(1);

    /// <param name="browser">Whose cookies are sent.</param>
    /// <param name="doubted">What a server said that makes the user ask; none at the end of the storm.</param>
    /// <param name="server">Which server to begin with, as a draw from [0, 1).</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>Whether the session lives.</returns>
    public async Task<bool> CheckAsync(
        Browser browser, string? doubted, double server, CancellationToken cancellationToken)
    {
        for (var end = time.GetUtcNow() + LongestCheck; ; server = (server + NextServer) % 1)
        {
            var answer = await courier.SendAsync(
                RequestPlan.Plain(server, forced: true), browser, cancellationToken, isCheck: true);
            if (!answer.SignedIn)
            {
                return false; // The user signs out or in meanwhile, and the answer says nothing.
            }

            var isOver = time.GetUtcNow() > end;
            if (answer.Token is not null || isOver || !TokenRequests.IsPassing(answer.Reason))
            {
                var reason = answer.Token is null ? $"{answer.Reason}{(isOver ? " for a minute" : "")}" : null;
                evidence.Add(new LastWord(user.Name, time.GetUtcNow(), reason, doubted));
                return reason is null;
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}
