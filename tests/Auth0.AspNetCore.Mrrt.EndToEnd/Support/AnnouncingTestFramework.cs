using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: TestFramework(
    "Auth0.AspNetCore.Mrrt.EndToEnd.Support.AnnouncingTestFramework",
    "Auth0.AspNetCore.Mrrt.EndToEnd")]

namespace Auth0.AspNetCore.Mrrt.EndToEnd.Support;

/// <summary>
/// xunit as it is, except that every missing part is named once, with how to get it: `dotnet test` shows that a test
/// was skipped, but not why.
/// </summary>
public sealed class AnnouncingTestFramework : XunitTestFramework
{
    public AnnouncingTestFramework(IMessageSink messages)
        : base(messages)
    {
        foreach (var part in Enum.GetValues<RealPart>())
        {
            if (RealParts.WhatIsMissing(part) is { } missing)
            {
                messages.OnMessage(new DiagnosticMessage(missing));
            }
        }
    }
}
