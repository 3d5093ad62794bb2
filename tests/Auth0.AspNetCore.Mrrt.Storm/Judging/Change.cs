using Auth0.AspNetCore.Mrrt.Storm.Nodes;

namespace Auth0.AspNetCore.Mrrt.Storm.Judging;

/// <summary>A sign-in that sets the version in the claims of a session: a change within it, or its beginning with the claims
/// of the one before. The changes of one user come one after the other.</summary>
internal sealed record Change
{
    public required string User { get; init; }

    /// <summary>Which of the user's sessions.</summary>
    public required int Session { get; init; }

    public required int Version { get; init; }

    public required DateTimeOffset Asked { get; init; }

    /// <summary>When the server had ended the request, whatever it answered; none when the browser did not hear of it.</summary>
    public DateTimeOffset? Finished { get; init; }

    /// <summary>When the browser had the new cookie; none when there is no answer with one.</summary>
    public DateTimeOffset? Delivered { get; init; }

    /// <summary>Which server answered.</summary>
    public NodeIdentity? Node { get; init; }

    /// <summary>What the server said; none when it did not answer.</summary>
    public SignInOutcome? Outcome { get; init; }

    /// <summary>Whether every server has to go by it from its delivery on.</summary>
    public bool Counts => Outcome == SignInOutcome.Committed && Delivered is not null;

    public override string ToString() => $"version {Version}, asked {Asked:HH:mm:ss.fff} and answered by {Node}";
}
