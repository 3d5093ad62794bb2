namespace Auth0.AspNetCore.Mrrt.Storm.Judging;

/// <summary>What a server said to the cookies of a user that had signed out.</summary>
/// <param name="User">Who had signed out.</param>
/// <param name="Cookies">Whether they are the browser's own or the ones it held before.</param>
/// <param name="At">When it was asked.</param>
/// <param name="SignedIn">Whether the server took the user for signed in.</param>
/// <param name="GotToken">Whether it gave out a token.</param>
internal sealed record AfterSignOut(string User, string Cookies, DateTimeOffset At, bool SignedIn, bool GotToken);
