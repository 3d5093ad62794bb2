using System.Text.RegularExpressions;

namespace Auth0.AspNetCore.Mrrt.EndToEnd.Support;

/// <summary>Looks for tokens in what a browser was given.</summary>
internal static partial class TokenSearch
{
    /// <summary>Everything as long as a token, except what Data Protection has sealed: antiforgery tokens.</summary>
    public static IEnumerable<string> In(string text) => LongSecret().Matches(text).Select(match => match.Value);

    [GeneratedRegex(@"(?<![A-Za-z0-9_.-])(?!CfDJ8)[A-Za-z0-9_.-]{40,}")]
    private static partial Regex LongSecret();
}
