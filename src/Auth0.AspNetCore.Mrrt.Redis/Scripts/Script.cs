using System.Text;

namespace Auth0.AspNetCore.Mrrt.Redis.Scripts;

/// <summary>What Redis does in one step. Each script has the keys of one slot. The file says what goes in and what comes out.</summary>
/// <remarks>A session is a hash. Its tokens are <c>g</c> (generation), <c>r</c> (record) and <c>k</c> (the record's expiry). Its turn is
/// <c>h</c> (holder), <c>i</c> (attempt), <c>l</c> (lease until), <c>d</c> (the lease's length) and <c>a</c> (first found over). Its end is
/// <c>x</c> (ended at) and <c>u</c> (ended until). Its ticket is <c>t</c>, which expires at <c>e</c>. Moments are milliseconds. Leases and
/// ends go by Redis's clock, and expiries by the servers'.</remarks>
internal static class Script
{
    public static readonly string Take = Compose("head", "life", "take");
    public static readonly string Extend = Compose("head", "extend");
    public static readonly string Release = Compose("release");
    public static readonly string Commit = Compose("head", "newer", "commit");
    public static readonly string Read = Compose("head", "newer", "read");
    public static readonly string End = Compose("head", "end");
    public static readonly string Ended = Compose("head", "ended");
    public static readonly string Poll = Compose("head", "life", "poll");
    public static readonly string Clean = Compose("head", "clean");
    public static readonly string Ticket = Compose("head", "ticket");
    public static readonly string Announce = Compose("head", "announce");
    public static readonly string Life = Compose("life") + "return life\n";

    public const string Info = "return redis.call('INFO')";

    /// <summary>Comments stay behind: they explain the file, and would be sent along.</summary>
    private static string Compose(params string[] parts)
    {
        var script = new StringBuilder();
        foreach (var part in parts)
        {
            using var stream = typeof(Script).Assembly.GetManifestResourceStream($"{typeof(Script).Namespace}.{part}.lua")!;
            using var reader = new StreamReader(stream);
            while (reader.ReadLine() is { } line)
            {
                if (!line.TrimStart().StartsWith("--", StringComparison.Ordinal))
                {
                    script.Append(line.Trim()).Append('\n');
                }
            }
        }

        return script.ToString();
    }
}
