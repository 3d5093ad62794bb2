using System.Globalization;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.Redis.Connections;
using Auth0.AspNetCore.Mrrt.Redis.Lives;
using Auth0.AspNetCore.Mrrt.Redis.Scripts;
using StackExchange.Redis;

namespace Auth0.AspNetCore.Mrrt.Redis.Sessions;

/// <summary>Lists who signed out elsewhere, by Redis's clock, and hears of new lives on the way.</summary>
internal sealed class EndedPoll(RedisConnection connection, KeyNames names, KnownLives lives, LifeRegister register)
{
    private const long Overlap = 5_000;

    /// <summary>Now and then everything of the last minutes is read again.</summary>
    private const long LongOverlap = 300_000;

    private const int LongOverlapEvery = 60;
    private const int Page = 1000;
    private const int Most = 1_000_000;

    public async ValueTask<EndedSessions> SinceAsync(string? position, CancellationToken cancellationToken)
    {
        var (heard, polls, life) = Parse(position);
        var overlap = polls == LongOverlapEvery - 1 ? LongOverlap : Overlap;
        var first = await PageAsync(heard, overlap, life, "+inf", cancellationToken).ConfigureAwait(false);
        long now = (long)first[0], from = (long)first[1];
        var nowLife = (string)first[2]!;
        var nodes = await OtherNodes.LivesAsync(connection, nowLife, cancellationToken).ConfigureAwait(false);
        await register.EnsureAsync(nodes, cancellationToken).ConfigureAwait(false);

        List<EndedSession> ended = [];
        var isComplete = true;
        RedisValue highest = "+inf";
        for (var page = first; ; page = await PageAsync(from, overlap: 0, nowLife, highest, cancellationToken).ConfigureAwait(false))
        {
            Add(page, ended);
            var lowest = (RedisValue)page[3];
            if (page.Length < 4 + (2 * Page))
            {
                break;
            }

            if (ended.Count >= Most || lowest == highest)
            {
                isComplete = false;
                break;
            }

            highest = lowest; // and once more that moment, which may have had others
        }

        return new EndedSessions(string.Create(CultureInfo.InvariantCulture, $"{now}:{(polls + 1) % LongOverlapEvery}:{nowLife}"), ended)
        {
            IsComplete = isComplete,
            MayHaveLostWrites = lives.HearOfChange(),
        };
    }

    private async Task<RedisResult[]> PageAsync(
        long heard, long overlap, string life, RedisValue highest, CancellationToken cancellationToken) =>
        (RedisResult[])(await connection.RunAsync(
            Script.Poll,
            [names.EndedAt, names.EndedUntil],
            [heard, overlap, LongOverlap, Page, life, highest],
            cancellationToken).ConfigureAwait(false))!;

    private static void Add(RedisResult[] page, List<EndedSession> ended)
    {
        for (var i = 4; i + 1 < page.Length; i += 2)
        {
            ended.Add(new EndedSession((string)page[i]!, SessionAnswer.Moment((long)page[i + 1])));
        }
    }

    /// <summary>Where this class wrote that an earlier list ended. Anything else means a list from the beginning.</summary>
    private static (long Heard, int Polls, string Life) Parse(string? position) =>
        position?.Split(':') is [var heard, var polls, var life]
        && long.TryParse(heard, CultureInfo.InvariantCulture, out var moment)
        && int.TryParse(polls, CultureInfo.InvariantCulture, out var count)
            ? (moment, count, life)
            : (0, 0, "");
}
