namespace Auth0.AspNetCore.Mrrt;

/// <summary>
/// The tenant asks for a second factor before it gives the token (<c>mfa_required</c>). Sign the user in again, or
/// complete the challenge with <see cref="MfaToken"/> at the tenant's MFA API.
/// </summary>
public sealed class MfaRequiredException : Exception
{
    internal MfaRequiredException(string mfaToken, MfaRequirements? mfaRequirements, string? audience, string? description)
        : base(description ?? "The tenant asks for multi-factor authentication before it gives the token.")
    {
        MfaToken = mfaToken;
        MfaRequirements = mfaRequirements;
        Audience = audience;
    }

    /// <summary>The audience that was asked for.</summary>
    public string? Audience { get; }

    /// <summary>Identifies the pending challenge at the tenant (<c>mfa_token</c>). A secret: not for logs, and for
    /// the browser only when it is protected first.</summary>
    public string MfaToken { get; }

    /// <summary>The factors that the tenant named.</summary>
    public MfaRequirements? MfaRequirements { get; }
}
