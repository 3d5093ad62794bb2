using Auth0.AspNetCore.Mrrt.Coordination;
using static Auth0.AspNetCore.Mrrt.Tests.Support.SharedRecords;

namespace Auth0.AspNetCore.Mrrt.Tests.Coordination.Shared.Model;

/// <summary>What the servers obtain: each exchange presents one refresh token and gets the next. A record's text names its
/// refresh token.</summary>
internal sealed class SharedTenant
{
    private readonly Dictionary<string, string> _parents = [];
    private readonly Dictionary<string, List<SharedExchange>> _presented = [];
    private int _count;

    /// <summary>The exchanges that nothing can have kept from being kept: neither they were disturbed, nor another that has presented
    /// the same refresh token.</summary>
    public IEnumerable<SharedExchange> Undisturbed => _presented.Values
        .Where(exchanges => exchanges.TrueForAll(exchange => exchange.IsDropped || !exchange.IsDisturbed))
        .SelectMany(exchanges => exchanges)
        .Where(exchange => !exchange.IsDropped);

    /// <summary>A refresh token is presented.</summary>
    public SharedExchange Present(SharedActor actor, SessionRecord? newest, long generation)
    {
        var token = Text(newest) ?? "login";
        var exchange = new SharedExchange(actor, $"rt{_count++}", token, generation + 1);
        _parents[exchange.Name] = token;
        if (!_presented.TryGetValue(token, out var others))
        {
            _presented[token] = others = [];
        }

        others.Add(exchange);
        return exchange;
    }

    /// <summary>True when the one comes from the other, or is it.</summary>
    public bool ComesFrom(string? name, string ancestor)
    {
        for (; name is not null; name = _parents.GetValueOrDefault(name))
        {
            if (name == ancestor)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The refresh tokens that two exchanges have presented, although nothing had come between either of them and the
    /// backend.</summary>
    public IEnumerable<string> PresentedTwice =>
        from token in _presented
        let answered = token.Value.Where(exchange => !exchange.IsDropped).ToArray()
        where answered.Length > 1 && answered.All(exchange => !exchange.IsDisturbed)
        select $"{token.Key} by {string.Join(" and ", answered.Select(exchange => exchange.Name))}";
}

/// <summary>One exchange of one server.</summary>
internal sealed class SharedExchange(SharedActor actor, string name, string presented, long generation)
{
    public SharedActor Actor => actor;

    public string Name => name;

    public string Presented => presented;

    public SessionRecord Record { get; } = Record(generation, name);

    /// <summary>The answer came too late, and the tenant has not rotated the token.</summary>
    public bool IsDropped { get; set; }

    /// <summary>Something came between its server and the backend meanwhile.</summary>
    public bool IsDisturbed { get; set; }

    /// <summary>What the commit said. Null when it said nothing.</summary>
    public bool? IsKept { get; set; }
}
