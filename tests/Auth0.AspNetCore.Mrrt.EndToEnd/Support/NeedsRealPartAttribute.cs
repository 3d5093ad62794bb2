namespace Auth0.AspNetCore.Mrrt.EndToEnd.Support;

/// <summary>Says that every <see cref="ContractFactAttribute"/> of the class needs a real part.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class NeedsRealPartAttribute(RealPart part) : Attribute
{
    public RealPart Part { get; } = part;
}
