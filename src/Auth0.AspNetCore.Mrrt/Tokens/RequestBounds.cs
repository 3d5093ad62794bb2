using System.Globalization;

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>The bounds of a call for a token (docs/getting-tokens.md: Bounds). Audience and scopes may come from outside the
/// application; what is kept of them stands in the user's cookie.</summary>
internal static class RequestBounds
{
    /// <summary>Characters of an audience: the longest identifier that Auth0 takes for an API.</summary>
    public const int LongestAudience = 600;

    /// <summary>Characters of all scopes of a call, with the configured ones.</summary>
    public const int LongestScope = 4096;

    /// <summary>Scopes of a call, with the configured ones.</summary>
    public const int MostScopes = 200;

    /// <summary>Requests in one call for several tokens.</summary>
    public const int MostRequests = 50;

    /// <summary>Exchanges of one session that run or wait on one server.</summary>
    public const int MostWaitingExchanges = 100;

    /// <summary>Callers that wait for the same exchange.</summary>
    public const int MostWaitingCallers = 2000;

    private const string ScopeSeparators = "\t\r\n";

    /// <summary>Says what of a call is beyond a bound. Null when nothing is.</summary>
    public static string? Problem(TokenNeed need) => Problem(need.Audience, need.Scope);

    /// <summary>The same for the audience and the scopes of a login or of the settings.</summary>
    public static string? Problem(string? audience, string? scope) =>
        audience?.Length > LongestAudience ? $"The audience is longer than {LongestAudience} characters."
        : scope?.Length > LongestScope ? $"The scopes are longer than {LongestScope} characters."
        : ScopeSet.Count(scope) > MostScopes ? $"There are more than {MostScopes} scopes."
        : !IsPrintable(audience, separators: "") ? "The audience has a character that no identifier has."
        : !IsPrintable(scope, ScopeSeparators) ? "The scopes have a character that no scope has."
        : null;

    /// <summary>Says that one call asks for too many tokens. Null when it does not.</summary>
    public static string? Problem(int requests) =>
        requests > MostRequests ? $"One call asks for more than {MostRequests} tokens." : null;

    /// <summary>False for a control character that is no separator, and for half of a surrogate pair.</summary>
    private static bool IsPrintable(string? text, string separators)
    {
        for (var i = 0; i < text?.Length; i++)
        {
            if (char.IsSurrogatePair(text, i))
            {
                i++;
            }
            else if (!separators.Contains(text[i], StringComparison.Ordinal)
                && char.GetUnicodeCategory(text[i]) is UnicodeCategory.Control or UnicodeCategory.Surrogate
                    or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                return false;
            }
        }

        return true;
    }
}
