namespace Auth0.AspNetCore.Mrrt.Storm;

/// <summary>Which requests the users make.</summary>
internal enum Operations
{
    /// <summary>Tokens, sign-ins and sign-outs.</summary>
    Plain,

    /// <summary>Also everything that an application does with a session in between.</summary>
    All,
}
