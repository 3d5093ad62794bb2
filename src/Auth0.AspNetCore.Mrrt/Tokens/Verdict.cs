using Auth0.AspNetCore.Mrrt.Session.Model;

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>What an answer of the token endpoint means.</summary>
internal sealed class Verdict
{
    public required AccessTokenResult Result { get; init; }

    /// <summary>The generation to keep; none when the answer changes nothing.</summary>
    public SessionTokens? Next { get; init; }

    /// <summary>How many additional tokens <see cref="Next"/> has no room for.</summary>
    public int Evicted { get; init; }
}
