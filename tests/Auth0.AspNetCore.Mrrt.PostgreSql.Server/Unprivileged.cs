namespace Auth0.AspNetCore.Mrrt.PostgreSql.Server;

/// <summary>PostgreSQL refuses to run as root; the package's own user is there for it.</summary>
internal static class Unprivileged
{
    private const string User = "postgres";

    private static bool IsRoot => Environment.UserName == "root";

    public static string[] Command(params string[] command) => IsRoot
        ? ["setpriv", $"--reuid={User}", $"--regid={User}", "--clear-groups", .. command]
        : command;

    /// <summary>Gives a folder to whom the command runs as.</summary>
    public static string[] Own(string folder) => IsRoot ? ["chown", $"{User}:", folder] : ["true"];
}
