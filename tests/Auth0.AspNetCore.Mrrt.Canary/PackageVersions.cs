using System.Reflection;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Auth0.AspNetCore.Mrrt.Canary;

/// <summary>The versions of what is measured, for the message of a test that fails.</summary>
internal static class PackageVersions
{
    public static string All { get; } = string.Join(", ", new[]
    {
        typeof(OpenIdConnectHandler), typeof(RemoteAuthenticationOptions), typeof(TokenValidationParameters),
    }.Select(type => Describe(type.Assembly)));

    private static string Describe(Assembly assembly) =>
        $"{assembly.GetName().Name} {assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0]}";
}
