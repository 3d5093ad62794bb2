using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Auth0.AspNetCore.Mrrt.Redis.Scripts;
using Auth0.AspNetCore.Mrrt.Redis.Sessions;
using StackExchange.Redis;

namespace Auth0.AspNetCore.Mrrt.Redis.Connections;

/// <summary>Runs each script once on keys of its own, so that a right that is missing shows at the start and not in the middle of an
/// exchange.</summary>
internal sealed partial class Rehearsal(RedisConnection connection, KeyNames names)
{
    private const long Lease = 1000;

    /// <exception cref="InvalidOperationException">A right is missing, or a script cannot run here.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Named anew: servers may start at the same time.
        var name = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        RedisKey session = names.Rehearsal(name), at = names.Rehearsal(name + ":at"), until = names.Rehearsal(name + ":until");
        RedisValue holder = new byte[] { 1 }, attempt = new byte[] { 2 }, text = new byte[] { 3 };
        (string Script, RedisKey[] Keys, RedisValue[] Values)[] scripts =
        [
            (Script.Ticket, [session], [text, 1, ""]),
            (Script.Take, [session], [holder, attempt, Lease, Lease, ""]),
            (Script.Extend, [session], [holder, Lease]),
            (Script.Read, [session], [0, holder, Lease]),
            (Script.Commit, [session], [holder, 0, 1, text, 1]),
            (Script.Take, [session], [holder, attempt, Lease, Lease, ""]),
            (Script.Release, [session], [attempt]),
            (Script.End, [session], [1, Lease]),
            (Script.Ended, [at, until], [name, 1]),
            (Script.Poll, [at, until], [0, 0, 0, 1, "", "+inf", 0]),
            (Script.Clean, [at, until], [1]),
            ("return redis.call('HLEN', KEYS[1])", [session], []), // what only the register of lives needs
        ];
        foreach (var (script, keys, values) in scripts)
        {
            try
            {
                await connection.RunUntranslatedAsync(script, keys, values, cancellationToken).ConfigureAwait(false);
            }
            catch (RedisServerException e) when (RedisFailure.Word(e) is "NOPERM" or "ERR")
            {
                throw Refusal(e, script);
            }
            catch (Exception e) when (RedisFailure.Is(e))
            {
                throw RedisFailure.Of(e);
            }
        }
    }

    /// <summary>Why a script cannot run here.</summary>
    public static InvalidOperationException Refusal(RedisServerException exception, string script) => new(
        (RedisFailure.Word(exception), Commands(exception.Message, script)) switch
        {
            ("NOPERM", { Length: > 0 } commands) => $"Redis refuses the right to run {commands}. The sessions need it.",
            ("NOPERM", _) => $"Redis refuses the right to the keys that begin with {nameof(RedisOptions.KeyPrefix)}.",
            _ => "Redis cannot run a script that the sessions need. Is lua-replicate-commands off?",
        });

    /// <summary>The commands in the line of the script that Redis names. The rest of Redis's text names the user and the key.</summary>
    private static string Commands(string message, string script)
    {
        var lines = script.Split('\n');
        return Line().Match(message) is { Success: true } line
            && int.TryParse(line.Groups[1].Value, CultureInfo.InvariantCulture, out var number)
            && number <= lines.Length
                ? string.Join(" or ", Call().Matches(lines[number - 1]).Select(call => call.Groups[1].Value).Distinct())
                : "";
    }

    [GeneratedRegex("user_script:([0-9]{1,4})", RegexOptions.CultureInvariant)]
    private static partial Regex Line();

    [GeneratedRegex(@"redis\.call\('([A-Z]+)'", RegexOptions.CultureInvariant)]
    private static partial Regex Call();
}
