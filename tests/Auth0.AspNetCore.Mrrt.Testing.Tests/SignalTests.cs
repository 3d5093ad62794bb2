using System.Text.RegularExpressions;
using Auth0.AspNetCore.Mrrt.Processes;

namespace Auth0.AspNetCore.Mrrt.Testing.Tests;

/// <summary>The process belongs to whoever started it: a tenant within does not keep it alive.</summary>
public sealed class SignalTests
{
    public const string Argument = "tenant";
    public const string Ready = "The tenant has started.";

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_process_with_a_tenant_ends_on_a_signal(string signal)
    {
        var program = typeof(SignalTests).Assembly.Location;
        var (child, _) = await ChildProcess.StartAsync("dotnet", [program, Argument], new Regex(Regex.Escape(Ready)));
        await using var _1 = child;
        await child.SignalAsync(signal);
        await child.UntilExitAsync(TimeSpan.FromSeconds(30));
        child.HasExited.Should().BeTrue();
    }
}
