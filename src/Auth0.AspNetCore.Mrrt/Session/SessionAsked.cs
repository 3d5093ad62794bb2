namespace Auth0.AspNetCore.Mrrt.Session;

/// <summary>A login whose token a request has asked for, with what had to be found out for that.</summary>
/// <param name="Scheme">The scheme of the login.</param>
/// <param name="Settings">Its settings as they were then: they hold for the rest of the request.</param>
/// <param name="Session">The request's view of the session, until it is closed.</param>
internal sealed record SessionAsked(string Scheme, Auth0WebAppWithAccessTokenOptions Settings, RequestSession Session);
