using Auth0.AspNetCore.Mrrt.Storm.Nodes;

namespace Auth0.AspNetCore.Mrrt.Storm.Judging;

/// <summary>A request that was to end the user's session and begin another one with its tokens. For people who read the
/// findings; it excuses nothing.</summary>
/// <param name="User">Whose session.</param>
/// <param name="How">By what request.</param>
/// <param name="Asked">When it was sent.</param>
/// <param name="Answered">When it was answered, or given up.</param>
/// <param name="Node">Which server answered; none when there was no answer.</param>
/// <param name="Outcome">What the server said of its sign-in.</param>
internal sealed record Attempt(
    string User, string How, DateTimeOffset Asked, DateTimeOffset Answered, NodeIdentity? Node, SignInOutcome? Outcome)
{
    public override string ToString() =>
        $"{How} {Asked:HH:mm:ss.fff} to {Answered:HH:mm:ss.fff} by {Node?.ToString() ?? "nobody"}: {Outcome?.ToString() ?? "no answer"}";
}
