using System.Globalization;

namespace Auth0.AspNetCore.Mrrt.Redis.Sessions;

/// <summary>How far a server has heard who signed out.</summary>
/// <param name="Heard">Redis's moment until which everything was heard, or will be with the rest of the list.</param>
/// <param name="Polls">How many lists there were since the last one that went further back.</param>
/// <param name="Life">The life that gave the last list.</param>
internal readonly record struct PollPosition(long Heard, int Polls, string Life)
{
    /// <summary>The rest of a list that is not complete. Null when the next list begins.</summary>
    public Rest? Remaining { get; init; }

    /// <summary>Reads what <see cref="ToString"/> wrote. Anything else means a list from the beginning.</summary>
    public static PollPosition Parse(string? text)
    {
        var parts = text?.Split(':') ?? [];
        if (parts is not [_, _, var life, ..] || !Number(parts[0], out var heard) || !Number(parts[1], out var polls))
        {
            return new PollPosition(0, 0, "");
        }

        var position = new PollPosition(heard, (int)polls, life);
        return parts is [_, _, _, var from, var highest, var leftOut] && Number(from, out var moment) && Number(leftOut, out var count)
            ? position with { Remaining = new Rest(moment, highest, count) }
            : position;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Heard}:{Polls}:{Life}{(Remaining is { } rest ? string.Create(CultureInfo.InvariantCulture, $":{rest.From}:{rest.Highest}:{rest.LeftOut}") : "")}");

    private static bool Number(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    /// <summary>What a list has still to give, newest first.</summary>
    /// <param name="From">The earliest moment of the list.</param>
    /// <param name="Highest">The moment at which the last page ended.</param>
    /// <param name="LeftOut">How many of that moment were given.</param>
    internal readonly record struct Rest(long From, string Highest, long LeftOut);
}
