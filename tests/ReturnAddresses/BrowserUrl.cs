namespace Auth0.AspNetCore.Mrrt.ReturnAddresses;

/// <summary>
/// How a browser reads an address that it finds in a Location header on an http page, as far as it decides whether the
/// user stays (WHATWG URL Standard, "basic URL parser"). The tests with Chromium hold it to Chromium.
/// </summary>
internal static class BrowserUrl
{
    private const string PageScheme = "http";

    public static bool StaysHere(string address)
    {
        // Leading and trailing C0 controls and spaces go, then tabs and newlines wherever they are.
        var start = 0;
        var end = address.Length;
        while (start < end && address[start] <= ' ')
        {
            start++;
        }

        while (end > start && address[end - 1] <= ' ')
        {
            end--;
        }

        var read = address[start..end]
            .Replace("\t", "", StringComparison.Ordinal)
            .Replace("\n", "", StringComparison.Ordinal)
            .Replace("\r", "", StringComparison.Ordinal);
        if (SchemeLength(read) is not { } scheme)
        {
            return !NamesHost(read);
        }

        // "http:orders" on an http page is relative, "http:/orders" is a path; any other scheme leads away.
        return read[..scheme].Equals(PageScheme, StringComparison.OrdinalIgnoreCase) && !NamesHost(read[(scheme + 1)..]);
    }

    private static bool NamesHost(string reference) =>
        reference.Length > 1 && reference[0] is '/' or '\\' && reference[1] is '/' or '\\';

    private static int? SchemeLength(string address)
    {
        for (var i = 0; i < address.Length; i++)
        {
            var c = address[i];
            if (c == ':')
            {
                return i == 0 ? null : i;
            }

            if (!char.IsAsciiLetter(c) && (i == 0 || !(char.IsAsciiDigit(c) || c is '+' or '-' or '.')))
            {
                return null;
            }
        }

        return null;
    }
}
