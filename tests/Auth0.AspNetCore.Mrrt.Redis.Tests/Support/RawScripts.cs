using System.Globalization;
using Auth0.AspNetCore.Mrrt.Redis.Scripts;
using StackExchange.Redis;

namespace Auth0.AspNetCore.Mrrt.Redis.Tests.Support;

/// <summary>The scripts as Redis runs them, on one session of the test's own. Redis's clock is set by moving the moments that are in
/// the session.</summary>
internal sealed class RawScripts
{
    public const long Lease = 35_000;
    public const long Grace = 5_000;

    private readonly IDatabase _redis;

    private RawScripts(IDatabase redis, string prefix)
    {
        _redis = redis;
        Session = prefix + "{s}";
        At = prefix + "{ends}:at";
        Until = prefix + "{ends}:until";
        Lives = prefix + "{lives}";
    }

    public RedisKey Session { get; }

    public RedisKey At { get; }

    public RedisKey Until { get; }

    public RedisKey Lives { get; }

    public IDatabase Redis => _redis;

    public static async Task<RawScripts> NewAsync() => new(await SharedRedis.DatabaseAsync(), SharedRedis.NewPrefix());

    public static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    public async Task<long> NowAsync()
    {
        var time = (RedisResult[])(await _redis.ExecuteAsync("TIME"))!;
        return ((long)time[0] * 1000) + ((long)time[1] / 1000);
    }

    public Task<string[]> TakeAsync(string holder, string attempt = "1", string life = "", long lease = Lease) =>
        RunAsync(Script.Take, [Session], [holder, attempt, lease, Grace, life]);

    public Task<string[]> ExtendAsync(string holder) => RunAsync(Script.Extend, [Session], [holder, Lease]);

    public Task<string[]> ReleaseAsync(string attempt) => RunAsync(Script.Release, [Session], [attempt]);

    public Task<string[]> CommitAsync(string holder, long read, long next, string record, long expires = 0) =>
        RunAsync(Script.Commit, [Session], [holder, read, next, record, expires]);

    public Task<string[]> ReadAsync(long known = 0, string holder = "") =>
        RunAsync(Script.Read, [Session], [known, holder, Lease]);

    public Task<string[]> EndAsync(long until) => RunAsync(Script.End, [Session], [until, Grace]);

    public Task<string[]> TicketAsync(string ticket, long expires, string now = "") =>
        RunAsync(Script.Ticket, [Session], [ticket, expires, now]);

    public Task<string[]> EndedAsync(string session, long until) => RunAsync(Script.Ended, [At, Until], [session, until]);

    public Task<string[]> PollAsync(
        long heard, long overlap = 0, int most = 1000, string life = "", string highest = "+inf", int leftOut = 0) =>
        RunAsync(Script.Poll, [At, Until], [heard, overlap, 300_000, most, life, highest, leftOut]);

    public Task<string[]> CleanAsync(int most = 500) => RunAsync(Script.Clean, [At, Until], [most]);

    public Task<string[]> AnnounceAsync(bool knewAnother, params string[] lives) =>
        AnnounceAsync(knewAnother, knownFor: 0, lives);

    public Task<string[]> AnnounceAsync(bool knewAnother, long knownFor, params string[] lives) => RunAsync(
        Script.Announce,
        [Lives],
        [knewAnother ? 1 : 0, 35_000, 3_000, .. lives.SelectMany(life => new RedisValue[] { life, knownFor })]);

    public async Task<string> FieldAsync(string name) => (string?)await _redis.HashGetAsync(Session, name) ?? "";

    /// <summary>Moves a moment of the session, as if Redis's clock had been moved the other way.</summary>
    public async Task MoveAsync(string field, long by) => await _redis.HashIncrementAsync(Session, field, by);

    private async Task<string[]> RunAsync(string script, RedisKey[] keys, RedisValue[] values)
    {
        var answer = await _redis.ScriptEvaluateAsync(script, keys, values);
        return answer.Resp2Type is ResultType.Array
            ? [.. ((RedisResult[])answer!).Select(value => (string)value!)]
            : [(string)answer!];
    }
}
