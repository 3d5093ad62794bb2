using System.Diagnostics;

namespace Auth0.AspNetCore.Mrrt.Snippets.Support;

/// <summary>The .NET command line that runs these tests.</summary>
internal static class DotNet
{
    public static string Program { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>The tests read what it prints.</summary>
    public static void InEnglish(ProcessStartInfo start) => start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
}
