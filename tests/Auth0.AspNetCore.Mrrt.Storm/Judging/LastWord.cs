namespace Auth0.AspNetCore.Mrrt.Storm.Judging;

/// <summary>
/// What a session came to when it was asked for a new token with all answers delivered: at the end of the storm, and
/// whenever a server had told a user who is signed in to sign in.
/// </summary>
/// <param name="User">Whose session.</param>
/// <param name="At">When it was asked.</param>
/// <param name="Reason">Why there is no token; none when the session lives.</param>
/// <param name="Doubted">What a server had said before that made the user ask; none at the end of the storm.</param>
internal sealed record LastWord(string User, DateTimeOffset At, string? Reason, string? Doubted = null);
