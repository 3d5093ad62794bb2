namespace Auth0.AspNetCore.Mrrt;

/// <summary>How the application proves to the tenant who it is (OpenID Connect Core 1.0, section 9).</summary>
public enum ClientAuthenticationMethod
{
    /// <summary>The client secret in the body of the call, Auth0's default (RFC 6749, section 2.3.1).</summary>
    ClientSecretPost,

    /// <summary>The client secret in the <c>Authorization</c> header (RFC 6749, section 2.3.1).</summary>
    ClientSecretBasic,

    /// <summary>An assertion that is good for one minute, signed with
    /// <see cref="Auth0WebAppOptions.ClientAssertionSecurityKey"/>, so that no secret travels (RFC 7523, section 2.2; Auth0:
    /// <see href="https://auth0.com/docs/get-started/authentication-and-authorization-flow/authenticate-with-private-key-jwt">Authenticate
    /// with Private Key JWT</see>).</summary>
    PrivateKeyJwt,

    /// <summary>A certificate shown when the connection is made: <see cref="Auth0WebAppOptions.ClientCertificate"/>, or one
    /// that the application's own <see cref="Auth0WebAppOptions.Backchannel"/>
    /// shows (RFC 8705, section 2). Calls go to the tenant's <c>mtls_endpoint_aliases</c> where it names some.</summary>
    TlsClientAuth,
}
