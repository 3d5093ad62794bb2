using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using StackExchange.Redis;

namespace Auth0.AspNetCore.Mrrt.Redis.Sessions;

/// <summary>Reads what the scripts say of a session: generation, record, ended, until.</summary>
internal static class SessionAnswer
{
    /// <param name="answer">What a script gave.</param>
    /// <param name="first">Where the generation is.</param>
    /// <param name="known">What the caller knew. A record that was left out is its own where the generation is.</param>
    public static SharedSession Session(RedisResult[] answer, int first, SharedSession known = default)
    {
        var generation = (long)answer[first];
        var record = (byte[]?)answer[first + 1];
        var until = (long)answer[first + 3];
        return new SharedSession
        {
            Generation = generation,
            Record = record is { Length: > 0 }
                ? new SessionRecord(generation, record)
                : generation == known.Generation ? known.Record : null,
            Ended = (long)answer[first + 2] == 1,
            EndedUntil = until > 0 ? Moment(until) : null,
        };
    }

    public static DateTimeOffset Moment(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(
        Math.Min(milliseconds, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));

    public static RedisValue Milliseconds(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds();
}
