using System.Globalization;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Sessions;

/// <summary>Where a list of ended sessions begins, and how far down it has got.</summary>
/// <param name="Lists">How many lists there were before.</param>
/// <param name="Since">Up to when the lists before have told of ends, by the database's clock.</param>
/// <param name="Now">When a list that goes on was begun, by the database's clock.</param>
/// <param name="Below">When the last end was that a list that goes on has told of; the end of time for a new list.</param>
/// <param name="BelowId">The session of that end: several may have ended at one moment.</param>
internal readonly record struct EndedPosition(
    long Lists, DateTimeOffset Since, DateTimeOffset Now, DateTimeOffset Below, string BelowId)
{
    private const char Separator = ' ';

    private const int Parts = 5;

    private static readonly EndedPosition Start =
        new(0, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, "");

    private bool IsNew => Below == DateTimeOffset.MaxValue;

    public static EndedPosition Of(string? text)
    {
        if (text is null)
        {
            return Start;
        }

        var parts = text.Split(Separator, Parts);
        return new EndedPosition(Number(parts[0]), Time(parts[1]), Time(parts[2]), Time(parts[3]), parts[4]);
    }

    /// <summary>Where the list goes on after a page that was full.</summary>
    public EndedPosition After(DateTimeOffset now, DateTimeOffset last, string lastId) =>
        this with { Now = IsNew ? now : Now, Below = last, BelowId = lastId };

    /// <summary>Where the next list begins after the last page. What ended while a list went on is above its pages.</summary>
    public EndedPosition Next(DateTimeOffset? now)
    {
        var until = Later(IsNew ? now ?? Since : Now, Since);
        return Start with { Lists = Lists + 1, Since = until, Now = until };
    }

    public override string ToString() =>
        string.Join(Separator, Text(Lists), Text(Since.UtcTicks), Text(Now.UtcTicks), Text(Below.UtcTicks), BelowId);

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(string text) => new(Number(text), TimeSpan.Zero);
}
