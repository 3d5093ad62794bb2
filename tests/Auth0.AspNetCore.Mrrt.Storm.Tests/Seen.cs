using System.Buffers.Text;
using System.Text.Json;
using Auth0.AspNetCore.Mrrt.Storm.Judging;
using Auth0.AspNetCore.Mrrt.Storm.Nodes;
using Auth0.AspNetCore.Mrrt.Testing;

namespace Auth0.AspNetCore.Mrrt.Storm.Tests;

/// <summary>
/// What a small storm without a fault leaves behind: one user signed in, one exchange, its token given out. Each test
/// changes one thing.
/// </summary>
internal sealed class Seen
{
    public const string User = "auth0|ann";
    public const string Audience = "https://orders.example.com";
    public const string Scope = "read:orders write:orders";

    public static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    public static readonly NodeIdentity First = new(1, 1);
    public static readonly NodeIdentity Second = new(2, 1);

    private readonly List<LoggedExchange> _exchanges = [];

    /// <param name="serversLearnLate">Sessions are in cookies, and there are several servers.</param>
    public Seen(bool serversLearnLate = false)
    {
        Evidence = new Evidence { ServersLearnLate = serversLearnLate };
        Add(Login(User));
        Add(Refresh(1, at: 1));
    }

    public Evidence Evidence { get; }

    /// <summary>Seconds from the start.</summary>
    public static DateTimeOffset At(double seconds) => Start + TimeSpan.FromSeconds(seconds);

    public static LoggedExchange Login(string user, double at = 0, string family = "fam") => new()
    {
        IsRefresh = false,
        User = user,
        Audience = Audience,
        Scope = Scope,
        Family = family,
        At = At(at),
        Node = First,
    };

    public static LoggedExchange Refresh(
        int generation, double at, NodeIdentity? by = null, TokenExchangeOutcome outcome = TokenExchangeOutcome.Granted) => new()
        {
            User = User,
            Audience = Audience,
            Scope = Scope,
            Family = "fam",
            Generation = generation,
            Outcome = outcome,
            At = At(at),
            Node = by ?? First,
        };

    /// <summary>A change that the first server answers after a tenth of a second. The browser has it another tenth
    /// later.</summary>
    public static Change Change(int version, double asked) => new()
    {
        User = User,
        Session = 1,
        Version = version,
        Asked = At(asked),
        Finished = At(asked + 0.1),
        Delivered = At(asked + 0.2),
        Node = First,
        Outcome = SignInOutcome.Committed,
    };

    /// <summary>The tenant counts a reuse when it logs one, and revokes the family.</summary>
    public Seen Reuse(int generation, double at, NodeIdentity by)
    {
        Evidence.ReuseDetections++;
        Evidence.FamiliesRevoked++;
        return Add(Refresh(generation, at, by, TokenExchangeOutcome.ReuseDetected));
    }

    public Seen Add(LoggedExchange exchange)
    {
        _exchanges.Add(exchange);
        Evidence.Exchanges = _exchanges;
        return this;
    }

    public Seen Add(Answer answer)
    {
        Evidence.Add(answer);
        return this;
    }

    /// <summary>The answer with the token of the exchange at second 1.</summary>
    public Answer Answer(
        double asked = 0.9,
        double handedOut = 1.1,
        string user = User,
        string audience = Audience,
        string scope = Scope,
        string? subject = User,
        object? token = null) => new()
        {
            User = user,
            Audience = audience,
            Scope = scope,
            Asked = At(asked),
            Answered = At(handedOut + 0.1),
            HandedOutAt = At(handedOut),
            ObtainedAt = At(1),
            Subject = subject,
            Token = Evidence.Read(Token(token ?? Claims())),
        };

    public static object Claims(
        string sub = User, string aud = Audience, string scope = Scope, double issued = 1, double expires = 5) => new
        {
            sub,
            aud,
            scope,
            iat = At(issued).ToUnixTimeSeconds(),
            exp = At(expires).ToUnixTimeSeconds(),
        };

    public Verdict Judge() => Judging.Judge.Of(Evidence);

    /// <summary>A token as the tenant writes it; the judge does not look at signatures, but asks the tenant.</summary>
    private static string Token(object claims) =>
        $"{Part(new { alg = "RS256", typ = "JWT" })}.{Part(claims)}.c2ln";

    private static string Part(object content) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(content));
}
