using System.Globalization;
using Auth0.AspNetCore.Mrrt.Session.Model;

namespace Auth0.AspNetCore.Mrrt.Session.Format;

/// <summary>When a ticket was issued and when it expires, as numbers in place of the framework's texts.</summary>
internal static class TicketTimes
{
    private const string Issued = ".issued";
    private const string Expires = ".expires";

    /// <summary>Writes the times, to the second, as numbers above 0. A time in another form than the framework's stays an
    /// item.</summary>
    /// <returns>The names of the items that need not be written any more.</returns>
    public static (string? Issued, string? Expires) Write(PayloadWriter writer, Dictionary<string, string?> items) =>
        (Write(writer, items, Issued), Write(writer, items, Expires));

    public static void Read(PayloadReader reader, Dictionary<string, string?> items)
    {
        var (issued, expires) = (reader.Number(), reader.Number());
        Keep(issued, items, Issued);
        Keep(expires, items, Expires);
    }

    private static string? Write(PayloadWriter writer, Dictionary<string, string?> items, string name)
    {
        if (items.GetValueOrDefault(name) is { } text
            && DateTimeOffset.TryParseExact(
                text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            && moment.ToUnixTimeSeconds() is >= 0 and var seconds
            && Time(seconds) == text)
        {
            writer.Number((ulong)seconds + 1);
            return name;
        }

        writer.Number(0);
        return null;
    }

    private static void Keep(ulong number, Dictionary<string, string?> items, string name)
    {
        if (number > 0)
        {
            items[name] = Time((long)Math.Min(number - 1, long.MaxValue));
        }
    }

    private static string Time(long seconds) => UnixSeconds.Moment(seconds).ToString("r", CultureInfo.InvariantCulture);
}
