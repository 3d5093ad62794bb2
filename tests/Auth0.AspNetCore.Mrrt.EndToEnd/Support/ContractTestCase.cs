using System.ComponentModel;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Auth0.AspNetCore.Mrrt.EndToEnd.Support;

/// <summary>A test case that is skipped where a part is missing which its class names.</summary>
public sealed class ContractTestCase : XunitTestCase
{
    [EditorBrowsable(EditorBrowsableState.Never)]
    [Obsolete("Only for the deserializer.")]
    public ContractTestCase()
    {
    }

    public ContractTestCase(
        IMessageSink messages, TestMethodDisplay display, TestMethodDisplayOptions displayOptions, ITestMethod testMethod)
        : base(messages, display, displayOptions, testMethod)
    {
    }

    protected override string? GetSkipReason(IAttributeInfo factAttribute)
    {
        var needed = TestMethod.TestClass.Class.GetCustomAttributes(typeof(NeedsRealPartAttribute))
            .Select(attribute => attribute.GetNamedArgument<RealPart>(nameof(NeedsRealPartAttribute.Part)));
        return RealParts.SkipReason([.. needed]);
    }
}
