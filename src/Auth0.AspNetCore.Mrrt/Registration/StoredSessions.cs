using Microsoft.AspNetCore.Authentication.Cookies;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>A login whose sessions live on the servers.</summary>
/// <param name="Scheme">The login's scheme.</param>
/// <param name="Store">Gives the application's ticket store; null when the sessions live with the coordinator.</param>
internal sealed record StoredSessions(string Scheme, Func<IServiceProvider, ITicketStore>? Store);
