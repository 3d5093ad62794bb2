using Auth0.AspNetCore.Mrrt.Redis.Connections;
using Auth0.AspNetCore.Mrrt.Redis.Scripts;
using Auth0.AspNetCore.Mrrt.Redis.Sessions;
using StackExchange.Redis;

namespace Auth0.AspNetCore.Mrrt.Redis.Lives;

/// <summary>
/// For how long Redis has forgotten no turn. The servers note in Redis when they first met a life. A life that is new is as old
/// as its note, so that nobody exchanges while an exchange from before may be under way.
/// </summary>
internal sealed class LifeRegister(RedisConnection connection, KeyNames names, KnownLives lives, RedisOptions options)
{
    /// <summary>How long a new Redis is quiet that no server remembers: long enough for those who do to say so.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(3);

    /// <summary>How long ago a life began, as the servers know it.</summary>
    public async ValueTask<TimeSpan> AgeAsync(string life, CancellationToken cancellationToken)
    {
        if (lives.Find(life) is { } known && !(known.BeganShort && known.Age >= options.QuietAfterRestart))
        {
            return known.Age;
        }

        // Of one that began short somebody may have known better meanwhile.
        await MeetAsync([life], cancellationToken).ConfigureAwait(false);
        return lives.Find(life)?.Age ?? TimeSpan.Zero;
    }

    /// <summary>Makes sure that these lives are known.</summary>
    public async ValueTask EnsureAsync(IReadOnlyCollection<string> found, CancellationToken cancellationToken)
    {
        if (found.Where(life => lives.Find(life) is null).ToArray() is { Length: > 0 } unknown)
        {
            await MeetAsync(unknown, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task MeetAsync(IReadOnlyCollection<string> found, CancellationToken cancellationToken)
    {
        var answer = (RedisResult[])(await connection.RunAsync(
            Script.Announce,
            [names.Lives],
            [
                lives.HasOthers(found) ? 1 : 0,
                (long)options.QuietAfterRestart.TotalMilliseconds,
                (long)Short.TotalMilliseconds,
                .. found.Select(life => (RedisValue)life),
            ],
            cancellationToken).ConfigureAwait(false))!;
        lives.Meet([.. found.Select((life, i) => Met(life, (long)answer[2 * i], (long)answer[(2 * i) + 1] == 1))]);
    }

    /// <summary>One that was asked about a second time counts as it is from now on.</summary>
    private MetLife Met(string life, long age, bool beganShort) =>
        new(life, TimeSpan.FromMilliseconds(age), beganShort && lives.Find(life) is null);
}
