namespace Auth0.AspNetCore.Mrrt.EndToEnd.Support;

/// <summary>A fact that needs real parts: <c>[RealPartFact(RealPart.Chromium, RealPart.NodeProvider)]</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RealPartFactAttribute : FactAttribute
{
    public RealPartFactAttribute(params RealPart[] parts)
    {
        Skip = RealParts.SkipReason(parts);
    }
}
