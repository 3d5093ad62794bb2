namespace Auth0.AspNetCore.Mrrt;

/// <summary>The factors with which the user can satisfy <c>mfa_required</c>, as far as the tenant named them.</summary>
public sealed class MfaRequirements
{
    /// <summary>Creates the requirements, for example for a test.</summary>
    /// <param name="challenge">The types of factors that the user has and can be challenged with.</param>
    /// <param name="enroll">The types of factors that the user can enroll.</param>
    public MfaRequirements(IReadOnlyList<string>? challenge = null, IReadOnlyList<string>? enroll = null)
    {
        Challenge = challenge ?? [];
        Enroll = enroll ?? [];
    }

    /// <summary>The types of factors that the user has and can be challenged with, such as <c>otp</c>.</summary>
    public IReadOnlyList<string> Challenge { get; }

    /// <summary>The types of factors that the user can enroll, such as <c>push-notification</c>.</summary>
    public IReadOnlyList<string> Enroll { get; }
}
