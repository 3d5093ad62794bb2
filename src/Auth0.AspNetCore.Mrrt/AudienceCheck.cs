namespace Auth0.AspNetCore.Mrrt;

/// <summary>Whether a new access token must be for the audience that was asked for.</summary>
public enum AudienceCheck
{
    /// <summary>
    /// An access token that is a readable JWT and whose <c>aud</c> does not name the audience asked for is refused:
    /// Auth0 answers so for an audience that no refresh-token policy names. Opaque tokens and encrypted ones cannot be
    /// read and pass.
    /// </summary>
    Strict,

    /// <summary>Whatever comes back counts as what was asked for.</summary>
    Off,
}
