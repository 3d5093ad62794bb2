namespace Auth0.AspNetCore.Mrrt;

/// <summary>How a sign-out ends the session at the tenant. The session here ends in any case.</summary>
public enum LogoutStrategy
{
    /// <summary><see cref="Oidc"/> where the tenant announces its address, else <see cref="V2"/>.</summary>
    Auto,

    /// <summary>OpenID Connect RP-Initiated Logout 1.0, at the address that the tenant announces, or at
    /// <c>/oidc/logout</c> where it announces none (Auth0:
    /// <see href="https://auth0.com/docs/authenticate/login/logout/log-users-out-of-auth0">Log Users Out of Auth0 with OIDC
    /// Endpoint</see>).</summary>
    Oidc,

    /// <summary>Auth0's own <c>/v2/logout</c> (Auth0:
    /// <see href="https://auth0.com/docs/api/authentication/logout/auth-0-logout">Auth0 Logout</see>).</summary>
    V2,
}
