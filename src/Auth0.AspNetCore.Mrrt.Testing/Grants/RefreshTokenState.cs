namespace Auth0.AspNetCore.Mrrt.Testing.Grants;

/// <summary>What may be done with a refresh token that was presented.</summary>
internal enum RefreshTokenState
{
    Usable,
    Dead,

    /// <summary>Voided by rotation and presented again: its family must go.</summary>
    Replayed,
}
