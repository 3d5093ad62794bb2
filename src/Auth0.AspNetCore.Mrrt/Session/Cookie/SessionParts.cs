using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Store;
using Auth0.AspNetCore.Mrrt.Session.Ticket;

namespace Auth0.AspNetCore.Mrrt.Session.Cookie;

/// <summary>What the cookie handler works with. One object, since each request makes a handler.</summary>
/// <param name="Live">The sessions that the coordinator knows of.</param>
/// <param name="SignIns">Makes a sign-in a generation of its session.</param>
/// <param name="Departed">The sessions that requests are about to leave.</param>
/// <param name="Continued">Gives a new session the newest tokens of an ended one.</param>
/// <param name="Principal">Makes the principal that goes back into a ticket.</param>
internal sealed record SessionParts(
    LiveSessions Live,
    SessionSignIns SignIns,
    DepartedSessions Departed,
    ContinuedTokens Continued,
    StoredPrincipal Principal);
