namespace Auth0.AspNetCore.Mrrt.EndToEnd.Support;

/// <summary>The ways to prove who the application is that the certified provider offers.</summary>
public enum ClientProof
{
    SecretPost,
    SecretBasic,
    RS256,
    PS256,
    ES256,
    Certificate,
}
