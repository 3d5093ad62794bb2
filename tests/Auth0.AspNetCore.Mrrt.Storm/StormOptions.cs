using System.Globalization;

namespace Auth0.AspNetCore.Mrrt.Storm;

/// <summary>What the command line asks for.</summary>
internal sealed record StormOptions
{
    public const string Usage = """
        Plays a storm of browsers against several servers, and judges every answer by the tenant's own log.

          --nodes N                          server processes (3)
          --sessions N                       users, each with one cookie jar (50)
          --requests N                       requests for a token, over all users (20000)
          --mode cookie|store                where the sessions live (cookie)
          --backend memory|postgresql|redis  what the servers agree through (postgresql); memory is for one node
          --tenant local|certified           which tenant issues the tokens (local); certified is the OpenID Provider of
                                             tests/real-op, needs Node.js, and is for --faults none
          --faults none|all                  what goes wrong meanwhile (all)
          --operations plain|all             what users do (all): plain asks for tokens, signs in and signs out; all also
                                             changes claims, replaces sessions, and sends old cookies
          --seed N                           where all chance comes from (1)
          --minutes N                        a storm that takes longer has failed (60)
          --logs FOLDER                      keeps what the servers log

        With --backend memory a server is stopped and continued but never killed: what it remembers is gone then.

        The last line is the result. Exit code 0: nothing wrong; 1: something was; 2: the storm could not be played.
        """;

    public int Nodes { get; private init; } = 3;

    public int Sessions { get; private init; } = 50;

    public int Requests { get; private init; } = 20_000;

    public SessionMode Mode { get; private init; } = SessionMode.Cookie;

    public Backend Backend { get; private init; } = Backend.PostgreSql;

    public TenantKind Tenant { get; private init; } = TenantKind.Local;

    public bool Faults { get; private init; } = true;

    public Operations Operations { get; private init; } = Operations.All;

    public int Seed { get; private init; } = 1;

    public TimeSpan Limit { get; private init; } = TimeSpan.FromMinutes(60);

    public string? LogFolder { get; private init; }

    /// <exception cref="FormatException">It is not understood; the message says what.</exception>
    public static StormOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new StormOptions();
        for (var i = 0; i < arguments.Count; i += 2)
        {
            var name = arguments[i];
            options = i + 1 < arguments.Count
                ? options.With(name, arguments[i + 1])
                : throw new FormatException($"{name} has no value.");
        }

        return options switch
        {
            { Backend: Backend.Memory, Nodes: > 1 } =>
                throw new FormatException("--backend memory is for one process: --nodes 1."),
            { Tenant: TenantKind.Certified, Faults: true } => throw new FormatException(
                "--tenant certified is for a storm without faults, since nobody can make it fail: --faults none."),
            _ => options,
        };
    }

    private StormOptions With(string name, string value) => name switch
    {
        "--nodes" => this with { Nodes = Number(name, value, least: 1) },
        "--sessions" => this with { Sessions = Number(name, value, least: 1) },
        "--requests" => this with { Requests = Number(name, value, least: 1) },
        "--mode" => this with { Mode = OneOf<SessionMode>(name, value) },
        "--backend" => this with { Backend = OneOf<Backend>(name, value) },
        "--tenant" => this with { Tenant = OneOf<TenantKind>(name, value) },
        "--faults" => this with { Faults = OneOf<FaultSet>(name, value) == FaultSet.All },
        "--operations" => this with { Operations = OneOf<Operations>(name, value) },
        "--seed" => this with { Seed = Number(name, value, least: 0) },
        "--minutes" => this with { Limit = TimeSpan.FromMinutes(Number(name, value, least: 1)) },
        "--logs" => this with { LogFolder = Directory.CreateDirectory(value).FullName },
        _ => throw new FormatException($"{name} is not known."),
    };

    private static int Number(string name, string value, int least) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least
            ? number
            : throw new FormatException($"{name} takes a number from {least} on.");

    private static T OneOf<T>(string name, string value)
        where T : struct, Enum =>
        Enum.GetNames<T>().FirstOrDefault(known => known.Equals(value, StringComparison.OrdinalIgnoreCase)) is { } found
            ? Enum.Parse<T>(found)
            : throw new FormatException(
                $"{name} is one of {string.Join(", ", Enum.GetNames<T>().Select(known => known.ToLowerInvariant()))}.");

    private enum FaultSet
    {
        None,
        All,
    }
}
