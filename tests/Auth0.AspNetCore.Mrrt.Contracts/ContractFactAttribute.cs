using Xunit.Sdk;

namespace Auth0.AspNetCore.Mrrt.Contracts;

/// <summary>A promise. Skipped where the class that is to keep it says that something is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer(
    "Auth0.AspNetCore.Mrrt.Contracts." + nameof(ContractFactDiscoverer), "Auth0.AspNetCore.Mrrt.Contracts")]
public sealed class ContractFactAttribute : FactAttribute;
