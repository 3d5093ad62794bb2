using System.Collections.Immutable;

namespace Auth0.AspNetCore.Mrrt.Session.Model;

/// <summary>The additional tokens of a session in a part of their own, which is opened when one of them is asked for.</summary>
internal interface ISeparateTokens
{
    /// <summary>True when one of them may be for the audience of the login's token.</summary>
    bool MayHaveAudienceOfPrimary { get; }

    /// <summary>Opens the part. A part that does not belong to the session's first part holds no tokens.</summary>
    ImmutableArray<AccessTokenSet> Open();
}
