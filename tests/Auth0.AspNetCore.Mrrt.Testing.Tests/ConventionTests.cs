using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Testing.Tests;

public sealed class ConventionTests
{
    private static readonly Type[] Types = typeof(Auth0Tenant).Assembly.GetTypes();

    private static readonly string[] TestFrameworks =
        ["xunit", "nunit", "Microsoft.VisualStudio.TestPlatform", "TUnit", "FluentAssertions", "Moq"];

    [Fact]
    public void Every_class_is_sealed_or_static() =>
        Types.Where(type => type is { IsClass: true, IsSealed: false }).Should().BeEmpty();

    [Fact]
    public void What_users_touch_lives_in_the_root_namespace_or_with_the_contracts() =>
        Types.Where(type => type.IsPublic).Select(type => type.Namespace).Distinct()
            .Should().BeEquivalentTo("Auth0.AspNetCore.Mrrt.Testing", "Auth0.AspNetCore.Mrrt.Testing.Contracts");

    /// <summary>Users run them in the framework that they have.</summary>
    [Fact]
    public void The_package_needs_no_test_framework() =>
        typeof(Auth0Tenant).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name!)
            .Where(name => TestFrameworks.Any(framework => name.StartsWith(framework, StringComparison.OrdinalIgnoreCase)))
            .Should().BeEmpty();

    [Fact]
    public void No_log_method_can_be_given_a_secret()
    {
        string[] secrets = ["token", "cookie", "code", "body", "secret", "claims", "url", "query"];
        var methods = Types.SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public))
            .Where(method => method.IsDefined(typeof(LoggerMessageAttribute))).ToArray();

        methods.Should().NotBeEmpty();
        methods.SelectMany(method => method.GetParameters().Skip(1))
            .Where(parameter => secrets.Any(s => parameter.Name!.Contains(s, StringComparison.OrdinalIgnoreCase)))
            .Should().BeEmpty();
    }
}
