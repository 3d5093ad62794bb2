namespace Auth0.AspNetCore.Mrrt.EndToEnd.Support;

/// <summary>A theory that needs real parts.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RealPartTheoryAttribute : TheoryAttribute
{
    public RealPartTheoryAttribute(params RealPart[] parts)
    {
        Skip = RealParts.SkipReason(parts);
    }
}
