namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>A login that several servers serve.</summary>
/// <param name="Scheme">The login's scheme.</param>
/// <param name="SharesSessions">True when the servers agree on its sessions.</param>
internal sealed record SharedLogin(string Scheme, bool SharesSessions);
