using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Session.Ticket;

/// <summary>Events 800-899. Schemes and types of exceptions only: never a token, a claim or an exception's text.</summary>
internal static partial class Log
{
    [LoggerMessage(801, LogLevel.Warning,
        "The claims of a session of scheme '{Scheme}' stay as they are: a claim action threw {Exception} on the ID token of a "
        + "refresh that it had accepted before.")]
    public static partial void ClaimsNotRenewed(this ILogger logger, string scheme, string exception);
}
