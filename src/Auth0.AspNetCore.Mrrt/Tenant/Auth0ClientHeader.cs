using System.Reflection;
using System.Text;

namespace Auth0.AspNetCore.Mrrt.Tenant;

/// <summary>The value of the <c>Auth0-Client</c> header, in the form that the tenant's logs parse.</summary>
internal static class Auth0ClientHeader
{
    public const string HeaderName = "Auth0-Client";

    public static string HeaderValue { get; } = Convert.ToBase64String(Encoding.UTF8.GetBytes(
        $$$"""{"name":"Auth0.AspNetCore.Mrrt","version":"{{{Version()}}}","env":{"dotnet":"{{{Environment.Version}}}"}}"""));

    private static string Version()
    {
        var version = typeof(Auth0ClientHeader).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion ?? "0.0.0";
        return version.Split('+')[0]; // without the commit
    }
}
