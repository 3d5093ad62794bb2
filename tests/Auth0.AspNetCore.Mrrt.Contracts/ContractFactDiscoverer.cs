using Xunit.Abstractions;
using Xunit.Sdk;

namespace Auth0.AspNetCore.Mrrt.Contracts;

/// <summary>Asks the class that the fact runs in, which is not the one that declares it.</summary>
public sealed class ContractFactDiscoverer(IMessageSink diagnostics) : FactDiscoverer(diagnostics)
{
    protected override IXunitTestCase CreateTestCase(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        SkipReason(testMethod.TestClass.Class) is { } reason
            ? new XunitSkippedDataRowTestCase(
                DiagnosticMessageSink,
                discoveryOptions.MethodDisplayOrDefault(),
                discoveryOptions.MethodDisplayOptionsOrDefault(),
                testMethod,
                reason)
            : base.CreateTestCase(discoveryOptions, testMethod, factAttribute);

    private static string? SkipReason(ITypeInfo testClass) => testClass
        .GetCustomAttributes(typeof(ContractNeedsAttribute))
        .OfType<IReflectionAttributeInfo>()
        .Select(needs => ((ContractNeedsAttribute)needs.Attribute).SkipReason)
        .FirstOrDefault(reason => reason is not null);
}
