namespace Auth0.AspNetCore.Mrrt.Contracts;

/// <summary>On a class derived from a contract: what it needs beyond the code, and why it is skipped where that is
/// missing.</summary>
[AttributeUsage(AttributeTargets.Class)]
public abstract class ContractNeedsAttribute : Attribute
{
    /// <summary>Why the class cannot run here; none if it can.</summary>
    public abstract string? SkipReason { get; }
}
