using Auth0.AspNetCore.Mrrt.Testing;
using Auth0.AspNetCore.Mrrt.Testing.Tests;

// A program with a tenant that does nothing about signals, for SignalTests. Tests are run by the test host, which does not come here.
if (args is not [SignalTests.Argument])
{
    return 1;
}

await using var tenant = await Auth0Tenant.StartAsync();
Console.WriteLine(SignalTests.Ready);
await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
return 0;
