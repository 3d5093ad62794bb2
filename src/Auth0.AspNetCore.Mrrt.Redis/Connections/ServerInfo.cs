using System.Globalization;

namespace Auth0.AspNetCore.Mrrt.Redis.Connections;

/// <summary>What a server says about itself (<c>INFO</c>).</summary>
internal sealed class ServerInfo
{
    private readonly Dictionary<string, string> _values = [];

    public ServerInfo(string text)
    {
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries))
        {
            if (!line.StartsWith('#') && line.Split(':', 2) is [var name, var value])
            {
                _values[name] = value;
            }
        }
    }

    public bool IsPrimary => Value("role") == "master";

    public Version? Version => Version.TryParse(Value("redis_version"), out var version) ? version : null;

    /// <summary>True when there is a limit to the memory.</summary>
    public bool HasLimit => long.TryParse(Value("maxmemory"), CultureInfo.InvariantCulture, out var limit) && limit > 0;

    /// <summary>True when a full server would rather refuse a write than drop another key.</summary>
    public bool KeepsAll => Value("maxmemory_policy") is null or "noeviction";

    public bool HasAppendOnlyFile => Value("aof_enabled") != "0";

    /// <summary>Which process this is, as a primary: what life.lua says. Null when the server does not tell.</summary>
    public string? Life => (Value("run_id"), Value("master_replid2"), Value("second_repl_offset")) switch
    {
        ({ Length: >= 16 } run, { Length: >= 16 } replication, { } offset) => run[..16] + replication[..16] + offset,
        _ => null,
    };

    private string? Value(string name) => _values.GetValueOrDefault(name);
}
