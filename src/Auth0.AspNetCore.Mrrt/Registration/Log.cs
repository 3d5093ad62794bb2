using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>Events 1100-1199. Words of the library's own only.</summary>
internal static partial class Log
{
    [LoggerMessage(1101, LogLevel.Warning,
        "The servers share their sessions, but the keys of Data Protection are this machine's own. Unless their folder is shared, a "
        + "user who comes to another server looks signed out. Share the keys: see several-servers.md, The keys.")]
    public static partial void KeysNotShared(this ILogger logger);
}
