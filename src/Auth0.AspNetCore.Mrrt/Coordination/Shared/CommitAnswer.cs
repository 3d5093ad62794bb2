namespace Auth0.AspNetCore.Mrrt.Coordination.Shared;

/// <summary>What became of a commit, and the session as it was read for it.</summary>
/// <param name="Outcome">Never <see cref="LockCommit.Lost"/>.</param>
/// <param name="Read">The session before the commit, or as somebody else has left it.</param>
internal readonly record struct CommitAnswer(LockCommit Outcome, SharedSession Read);
