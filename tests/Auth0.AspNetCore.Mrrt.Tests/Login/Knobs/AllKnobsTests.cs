using System.Reflection;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Tests.Login.Knobs;

/// <summary>An update of the framework may add a setting. It has to be followed, or refused with a reason.</summary>
public sealed class AllKnobsTests
{
    private static readonly string[] Tested =
    [
        .. typeof(AllKnobsTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetCustomAttributes<KnobAttribute>())
            .Select(knob => knob.Name)
            .Concat(RefusedKnobs.All.Select(knob => knob.Name)),
    ];

    [Fact]
    public void Each_setting_of_the_framework_has_a_test() =>
        Settings(typeof(OpenIdConnectOptions)).Except(Tested).Should().BeEmpty();

    [Fact]
    public void Each_setting_of_a_single_challenge_has_a_test() =>
        Settings(typeof(OpenIdConnectChallengeProperties))
            .Where(name => typeof(OpenIdConnectChallengeProperties).GetProperty(name)!.DeclaringType!.Namespace
                != "Microsoft.AspNetCore.Authentication")
            .Select(name => "Challenge." + name).Except(Tested).Should().BeEmpty();

    [Fact]
    public void Each_tested_setting_exists() => Tested
        .Where(name => !name.StartsWith("Challenge.", StringComparison.Ordinal))
        .Except(Settings(typeof(OpenIdConnectOptions))).Should().BeEmpty();

    /// <summary>Properties that can be set, and collections that can be changed.</summary>
    private static IEnumerable<string> Settings(Type type) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.SetMethod?.IsPublic == true || property.PropertyType != typeof(string))
        .Select(property => property.Name)
        .Distinct();
}
