using Auth0.AspNetCore.Mrrt.Redis.Connections;
using Auth0.AspNetCore.Mrrt.Redis.Scripts;
using Auth0.AspNetCore.Mrrt.Redis.Sessions;
using StackExchange.Redis;

namespace Auth0.AspNetCore.Mrrt.Redis.Lives;

/// <summary>
/// For how long Redis has forgotten no turn. A life is as old as a server has known it, by that server's own measure: nobody
/// exchanges while an exchange from before may be under way, whatever becomes of Redis's clock. The servers note in Redis for how
/// long they have known it, so that those that start later need not wait.
/// </summary>
internal sealed class LifeRegister(RedisConnection connection, KeyNames names, KnownLives lives, RedisOptions options)
{
    /// <summary>How long a new Redis is quiet that no server remembers: long enough for those who do to say so.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(3);

    /// <summary>How long ago a life began, as the servers know it.</summary>
    public async ValueTask<TimeSpan> AgeAsync(string life, CancellationToken cancellationToken)
    {
        if (lives.Find(life) is { } known && !MayBeKnownBetter(known))
        {
            return known.Age;
        }

        await MeetAsync([life], cancellationToken).ConfigureAwait(false);
        return lives.Find(life)?.Age ?? TimeSpan.Zero;
    }

    /// <summary>Makes sure that these lives are known.</summary>
    public async ValueTask EnsureAsync(IReadOnlyCollection<string> found, CancellationToken cancellationToken)
    {
        if (found.Where(life => lives.Find(life) is not { } known || IsToBeTold(known)).ToArray() is { Length: > 0 } news)
        {
            await MeetAsync(news, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Of one that began short somebody may remember an earlier life. Of one that is old by Redis's clock somebody may have
    /// known it for long.</summary>
    private bool MayBeKnownBetter(KnownLife known) =>
        known.Age >= options.QuietAfterRestart ? known.Met.BeganShort : known.ByRedis >= options.QuietAfterRestart;

    /// <summary>This server has known it for the whole quiet time, and Redis does not know that yet.</summary>
    private bool IsToBeTold(KnownLife known) =>
        known.Here >= options.QuietAfterRestart && known.Met.KnownFor < options.QuietAfterRestart;

    private async Task MeetAsync(IReadOnlyCollection<string> found, CancellationToken cancellationToken)
    {
        var answer = (RedisResult[])(await connection.RunAsync(
            Script.Announce,
            [names.Lives],
            [
                lives.HasOthers(found) ? 1 : 0,
                (long)options.QuietAfterRestart.TotalMilliseconds,
                (long)Short.TotalMilliseconds,
                .. found.SelectMany(life => new RedisValue[]
                {
                    life, (long)(lives.Find(life)?.Here.TotalMilliseconds ?? 0),
                }),
            ],
            cancellationToken).ConfigureAwait(false))!;
        lives.Meet([.. found.Select((life, i) => Met(life, [.. answer.Skip(3 * i).Take(3).Select(number => (long)number)]))]);
    }

    /// <summary>One that was asked for when its short time was over counts as it is from now on.</summary>
    private MetLife Met(string life, long[] told)
    {
        var isShort = told[1] == 1;
        return new MetLife(
            life,
            TimeSpan.FromMilliseconds(told[0]),
            isShort && options.QuietAfterRestart > Short ? options.QuietAfterRestart - Short : TimeSpan.Zero,
            TimeSpan.FromMilliseconds(told[2]),
            isShort && !(lives.Find(life)?.Age >= options.QuietAfterRestart));
    }
}
