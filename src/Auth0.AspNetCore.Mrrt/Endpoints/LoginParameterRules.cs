using System.Globalization;
using System.Text;
using Auth0.AspNetCore.Mrrt.Tokens;

namespace Auth0.AspNetCore.Mrrt.Endpoints;

/// <summary>Which values each parameter of a login can have when it comes from an address.</summary>
internal static class LoginParameterRules
{
    private const int LongestName = 64;
    private const int LongestHint = 254;
    private const int LongestIdentifier = 128;
    private const int LongestValue = 512;
    private const int LongestLanguageTag = 35;
    private const int MostLanguages = 10;

    private static readonly string[] Prompts = ["login", "consent", "select_account"];

    /// <summary>True for the name of a parameter: letters, digits and <c>-._</c>.</summary>
    public static bool IsName(string name) => IsIdentifier(name, LongestName, "-._");

    public static bool Allows(string name, string value) => name switch
    {
        "screen_hint" => value is "signup" or "login",
        "ui_locales" => value.Split(' ') is { Length: <= MostLanguages } tags && tags.All(IsLanguageTag),
        "login_hint" => IsPrintable(value, LongestHint),
        "prompt" => value == "none" || (value.Split(' ') is var words && words.All(Prompts.Contains) && words.Distinct().Count() == words.Length),
        "connection" => IsIdentifier(value, LongestIdentifier, "-"),
        "organization" => IsIdentifier(value, LongestIdentifier, "-._"),
        "max_age" => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var age) && age <= int.MaxValue,
        "audience" => RequestBounds.Problem(value, scope: null) is null,
        "scope" => RequestBounds.Problem(audience: null, value) is null,
        _ => IsPrintable(value, LongestValue),
    };

    /// <summary>BCP 47: parts of at most eight letters and digits, the first of letters only.</summary>
    private static bool IsLanguageTag(string tag) =>
        tag.Length <= LongestLanguageTag
        && tag.Split('-') is [var language, .. var parts]
        && language.All(char.IsAsciiLetter)
        && parts.Prepend(language).All(part => part is { Length: >= 1 and <= 8 } && part.All(char.IsAsciiLetterOrDigit));

    private static bool IsIdentifier(string value, int longest, string marks) =>
        value.Length >= 1 && value.Length <= longest
        && value.All(letter => char.IsAsciiLetterOrDigit(letter) || marks.Contains(letter, StringComparison.Ordinal));

    /// <summary>False for control characters, and for characters that change how the text around them is shown.</summary>
    private static bool IsPrintable(string value, int longest) =>
        value.Length <= longest && value.EnumerateRunes().All(rune => rune != Rune.ReplacementChar
            && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator));
}
