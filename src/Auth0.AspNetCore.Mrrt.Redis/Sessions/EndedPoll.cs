using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.Redis.Connections;
using Auth0.AspNetCore.Mrrt.Redis.Lives;
using Auth0.AspNetCore.Mrrt.Redis.Scripts;
using StackExchange.Redis;

namespace Auth0.AspNetCore.Mrrt.Redis.Sessions;

/// <summary>Lists who signed out elsewhere, by Redis's clock, page by page, and hears of new lives on the way.</summary>
internal sealed class EndedPoll(RedisConnection connection, KeyNames names, KnownLives lives, LifeRegister register)
{
    private const long Overlap = 5_000;

    /// <summary>Now and then everything of the last minutes is read again.</summary>
    private const long LongOverlap = 300_000;

    private const int LongOverlapEvery = 60;
    private const int Page = 1000;
    private const int FirstSession = 5;

    public async ValueTask<EndedSessions> SinceAsync(string? position, CancellationToken cancellationToken)
    {
        var before = PollPosition.Parse(position);
        var page = await PageAsync(before, cancellationToken).ConfigureAwait(false);
        var life = (string)page[2]!;
        var nodes = await OtherNodes.LivesAsync(connection, life, cancellationToken).ConfigureAwait(false);
        await register.EnsureAsync(nodes, cancellationToken).ConfigureAwait(false);

        var heard = before.Remaining is null ? (long)page[0] : before.Heard;
        var highest = (string)page[3]!;
        var after = highest.Length > 0
            ? new PollPosition(heard, before.Polls, life)
            {
                Remaining = new PollPosition.Rest((long)page[1], highest, (long)page[4]),
            }
            : new PollPosition(heard, (before.Polls + 1) % LongOverlapEvery, life);
        return new EndedSessions(after.ToString(), Sessions(page))
        {
            IsComplete = after.Remaining is null,
            MayHaveLostWrites = lives.HearOfChange(),
        };
    }

    private async Task<RedisResult[]> PageAsync(PollPosition position, CancellationToken cancellationToken)
    {
        var (from, overlap, highest, leftOut) = position switch
        {
            { Remaining: { } rest } => (rest.From, 0, rest.Highest, rest.LeftOut),
            { Polls: LongOverlapEvery - 1 } => (position.Heard, LongOverlap, "+inf", 0L),
            _ => (position.Heard, Overlap, "+inf", 0L),
        };
        return (RedisResult[])(await connection.RunAsync(
            Script.Poll,
            [names.EndedAt, names.EndedUntil],
            [from, overlap, LongOverlap, Page, position.Life, highest, leftOut],
            cancellationToken).ConfigureAwait(false))!;
    }

    private static List<EndedSession> Sessions(RedisResult[] page)
    {
        List<EndedSession> ended = [];
        for (var i = FirstSession; i + 1 < page.Length; i += 2)
        {
            ended.Add(new EndedSession((string)page[i]!, SessionAnswer.Moment((long)page[i + 1])));
        }

        return ended;
    }
}
