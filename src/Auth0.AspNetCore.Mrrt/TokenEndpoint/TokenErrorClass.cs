namespace Auth0.AspNetCore.Mrrt.TokenEndpoint;

/// <summary>What a failed call to the token endpoint means for the session.</summary>
internal enum TokenErrorClass
{
    /// <summary>Nothing failed.</summary>
    None,

    /// <summary>The tenant refused, and will refuse again. Only <c>invalid_grant</c> speaks of the grant itself.</summary>
    Terminal,

    /// <summary>The tenant wants to see the user first.</summary>
    Challenge,

    /// <summary>The tenant does not let this user in any more, for example after an administrator has blocked the user.</summary>
    UserRefused,

    /// <summary>The tenant does not accept the client's credentials. The grant has not been looked at.</summary>
    ClientRefused,

    /// <summary>No answer, or an answer that says nothing about the grant.</summary>
    Transient,
}
