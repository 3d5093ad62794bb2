namespace Auth0.AspNetCore.Mrrt;

/// <summary>What a GET at the logout endpoint does. A link of another site is a GET as well, and the browser sends the session's
/// cookie with it.</summary>
public enum LogoutByGet
{
    /// <summary>Signs out when the browser says that a page of this application leads there (<c>Sec-Fetch-Site: same-origin</c>, a
    /// navigation). A form of such a page needs no antiforgery token. Any other GET gets a page that asks.</summary>
    SameOrigin,

    /// <summary>Always shows the page that asks. A POST needs an antiforgery token.</summary>
    Ask,

    /// <summary>Always signs out. Another site can then sign users out with a link.</summary>
    Always,

    /// <summary>The endpoint answers to POST only, and the POST needs an antiforgery token.</summary>
    Never,
}
