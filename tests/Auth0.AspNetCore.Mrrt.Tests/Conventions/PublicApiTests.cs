using System.Reflection;
using System.Text;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using PublicApiGenerator;

namespace Auth0.AspNetCore.Mrrt.Tests.Conventions;

/// <summary>The public surface is a file that a reviewer sees change. <c>UPDATE_API=1</c> writes it anew.</summary>
public sealed class PublicApiTests
{
    private static readonly ApiGeneratorOptions Options = new()
    {
        IncludeAssemblyAttributes = false,
        DenyNamespacePrefixes = [], // our extension methods are in namespaces of the framework
        OrderBy = OrderMode.FullName,
    };

    [Theory]
    [InlineData("Auth0.AspNetCore.Mrrt")]
    [InlineData("Auth0.AspNetCore.Mrrt.PostgreSql")]
    [InlineData("Auth0.AspNetCore.Mrrt.Redis")]
    [InlineData("Auth0.AspNetCore.Mrrt.Testing")]
    public void The_public_surface_is_the_approved_one(string assembly)
    {
        var rendered = Assembly.Load(assembly).GeneratePublicApi(Options).ReplaceLineEndings("\n") + "\n";
        var file = Repository.File("src", assembly, "PublicApi.approved.txt");
        if (Environment.GetEnvironmentVariable("UPDATE_API") == "1")
        {
            File.WriteAllText(file, rendered, new UTF8Encoding(false));
        }

        File.Exists(file).Should().BeTrue("UPDATE_API=1 dotnet test writes it");
        rendered.Should().Be(
            File.ReadAllText(file), "a change of the public surface is deliberate: UPDATE_API=1 writes it anew");
    }

    [Theory]
    [InlineData("Auth0.AspNetCore.Mrrt")]
    [InlineData("Auth0.AspNetCore.Mrrt.PostgreSql")]
    [InlineData("Auth0.AspNetCore.Mrrt.Redis")]
    [InlineData("Auth0.AspNetCore.Mrrt.Testing")]
    public void Nobody_derives_from_a_public_class_but_from_events_and_shared_settings(string assembly) =>
        Assembly.Load(assembly).GetExportedTypes()
            .Where(type => type is { IsClass: true, IsSealed: false } && type.GetConstructors(
                BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Any(constructor =>
                    constructor.IsPublic || constructor.IsFamily || constructor.IsFamilyOrAssembly))
            .Select(type => type.Name)
            .Should().BeSubsetOf(["Auth0WebAppWithAccessTokenEvents", "OpenIdConnectEvents", "SharedSessionOptions"]);

    [Fact]
    public void Internal_classes_are_sealed_or_static() =>
        typeof(Auth0Constants).Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsSealed: false, IsNotPublic: true, IsAbstract: false })
            .Where(type => type.Namespace?.StartsWith("Auth0", StringComparison.Ordinal) == true)
            .Where(type => !type.Name.StartsWith('<'))
            .Should().BeEmpty();
}
