namespace Auth0.AspNetCore.Mrrt.Tests.Generated;

/// <summary>Something that happens to a session.</summary>
internal abstract record Step;

/// <summary>Time passes.</summary>
internal sealed record Wait(int Seconds) : Step;

/// <summary>The next request begins, with what the one before left in its cookie.</summary>
internal sealed record NextRequest : Step;

/// <summary>The application asks for a token; if the tenant is asked in turn, this is how it answers.</summary>
internal sealed record Ask(string? Audience, string[] Scopes, bool Force, TenantAnswer Answer) : Step
{
    public override string ToString() =>
        $"Ask {Audience ?? "(default)"} [{string.Join(' ', Scopes)}]{(Force ? " forced" : "")}, {Answer}";
}

internal enum AnswerKind
{
    /// <summary>Some of the scopes asked for, and perhaps others.</summary>
    Grant,

    /// <summary>Everything asked for, which the answer does not repeat (RFC 6749, section 5.1).</summary>
    GrantWithoutWords,
    OtherAudience,
    Unavailable,
    Rejected,
}

internal sealed record TenantAnswer(AnswerKind Kind, string[] Allowed, bool Widens, int Lifetime, bool Rotates)
{
    public override string ToString() =>
        $"{Kind} [{string.Join(' ', Allowed)}]{(Widens ? " widened" : "")} {Lifetime} s{(Rotates ? " rotated" : "")}";
}

/// <summary>A session from its login on.</summary>
internal sealed record Life(string[] LoginAsked, string[] LoginGranted, Step[] Steps)
{
    public override string ToString() =>
        $"login asked [{string.Join(' ', LoginAsked)}] granted [{string.Join(' ', LoginGranted)}]\n  "
        + string.Join("\n  ", Steps.Select(step => step.ToString()));
}
