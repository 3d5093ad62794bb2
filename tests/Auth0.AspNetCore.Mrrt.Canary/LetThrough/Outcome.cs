namespace Auth0.AspNetCore.Mrrt.Canary.LetThrough;

/// <summary>What became of a lie.</summary>
internal enum Outcome
{
    /// <summary>It was refused before a user was sent to the provider, or when the user came back.</summary>
    Refused,

    /// <summary>A user was sent to the provider with it, and was refused on coming back.</summary>
    Begins,

    /// <summary>A user was signed in with it.</summary>
    SignsIn,
}
