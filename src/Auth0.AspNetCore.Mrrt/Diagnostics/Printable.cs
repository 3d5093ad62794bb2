using System.Globalization;

namespace Auth0.AspNetCore.Mrrt.Diagnostics;

/// <summary>Makes text from outside harmless before a log, a message or a result shows it: error codes, descriptions, audiences
/// and scopes.</summary>
internal static class Printable
{
    private const int LongestCode = 64;

    /// <summary>Returns an error code that looks like one (RFC 6749, appendix A.7, without spaces), else a remark.</summary>
    public static string? Code(string? code) => code switch
    {
        null => null,
        { Length: > LongestCode } => "(too long)",
        _ => code.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.') ? code : "(not a code)",
    };

    /// <summary>Returns the text with a question mark for each character that a log cannot show on one line.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">The longest result in characters. A longer text ends with an ellipsis.</param>
    public static string? Text(string? text, int most = 200)
    {
        if (text is null || (text.Length <= most && text.All(IsPrintable)))
        {
            return text;
        }

        var isCut = text.Length > most;
        return string.Create(isCut ? most : text.Length, (text, isCut), static (shown, given) =>
        {
            for (var i = 0; i < shown.Length; i++)
            {
                shown[i] = IsPrintable(given.text[i]) ? given.text[i] : '?';
            }

            if (given.isCut)
            {
                shown[^1] = '…';
            }
        });
    }

    /// <summary>False for control characters, line ends, marks that change the direction of a text, and surrogate halves.</summary>
    private static bool IsPrintable(char c) => char.GetUnicodeCategory(c) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate);
}
