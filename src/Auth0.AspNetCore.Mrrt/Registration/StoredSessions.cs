using Microsoft.AspNetCore.Authentication.Cookies;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>A login whose sessions live on the servers.</summary>
/// <param name="Scheme">The login's scheme.</param>
/// <param name="Store">Gives the application's ticket store; null when they live in the <c>ISessionStore</c>.</param>
internal sealed record StoredSessions(string Scheme, Func<IServiceProvider, ITicketStore>? Store);
