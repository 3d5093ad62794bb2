using Xunit.Sdk;

namespace Auth0.AspNetCore.Mrrt.EndToEnd.Support;

/// <summary>
/// A fact of an abstract class whose subclasses run it against different things: the subclass says with
/// <see cref="NeedsRealPartAttribute"/> what its own needs.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer(
    "Auth0.AspNetCore.Mrrt.EndToEnd.Support.ContractFactDiscoverer",
    "Auth0.AspNetCore.Mrrt.EndToEnd")]
public sealed class ContractFactAttribute : FactAttribute;
