using Microsoft.AspNetCore.Authentication.Cookies;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>A login whose sessions live on the servers: in the application's ticket store, or with the
/// coordinator.</summary>
internal sealed record StoredSessions(string Scheme, ITicketStore? Store);
