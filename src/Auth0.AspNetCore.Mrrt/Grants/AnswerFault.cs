namespace Auth0.AspNetCore.Mrrt.Grants;

/// <summary>What can be wrong with an answer of the token endpoint that says it succeeded.</summary>
internal enum AnswerFault
{
    /// <summary>The ID token is about another user, tenant or application: nothing of the answer belongs to this session.</summary>
    AboutAnother,

    /// <summary>The ID token cannot be read. It says nothing against the refresh token beside it.</summary>
    UnreadableIdToken,

    /// <summary>The access token's lifetime was over when the answer arrived.</summary>
    ExpiredOnArrival,

    /// <summary>The access token is for another audience than the one that was asked for.</summary>
    OtherAudience,
}
