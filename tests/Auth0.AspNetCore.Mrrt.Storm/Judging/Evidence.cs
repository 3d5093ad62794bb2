using System.Collections.Concurrent;

namespace Auth0.AspNetCore.Mrrt.Storm.Judging;

/// <summary>Everything that was seen in a storm.</summary>
internal sealed class Evidence
{
    private readonly ConcurrentQueue<Answer> _answers = new();
    private readonly ConcurrentQueue<Kill> _kills = new();
    private readonly ConcurrentQueue<AfterSignOut> _afterSignOut = new();
    private readonly ConcurrentQueue<LastWord> _lastWords = new();
    private readonly ConcurrentQueue<Change> _changes = new();
    private readonly ConcurrentQueue<Attempt> _attempts = new();
    private readonly ConcurrentQueue<Disturbance> _disturbances = new();
    private readonly ConcurrentDictionary<string, HandedToken?> _tokens = new(StringComparer.Ordinal);

    public IReadOnlyCollection<Answer> Answers => _answers;

    public IReadOnlyCollection<Kill> Kills => _kills;

    public IReadOnlyCollection<AfterSignOut> AfterSignOut => _afterSignOut;

    /// <summary>Every sign-in within a session that a server made, or may have made.</summary>
    public IReadOnlyCollection<Change> Changes => _changes;

    /// <summary>Every request that was to replace a session.</summary>
    public IReadOnlyCollection<Attempt> Attempts => _attempts;

    /// <summary>Whether a server learns of another one's change only with its next exchange of the session: sessions are in
    /// cookies, and there are several servers (docs/several-servers.md).</summary>
    public bool ServersLearnLate { get; init; }

    public IReadOnlyCollection<LastWord> LastWords => _lastWords;

    public IReadOnlyCollection<Disturbance> Disturbances => _disturbances;

    /// <summary>The tenant's log, oldest first.</summary>
    public IReadOnlyList<LoggedExchange> Exchanges { get; set; } = [];

    /// <summary>Whether the tenant has issued a token.</summary>
    public Func<string, bool> IsIssued { get; set; } = _ => true;

    /// <summary>Families that the tenant counts as revoked.</summary>
    public int FamiliesRevoked { get; set; }

    /// <summary>Reuse that the tenant has counted.</summary>
    public int ReuseDetections { get; set; }

    public void Add(Answer answer) => _answers.Enqueue(answer);

    public void Add(Kill kill) => _kills.Enqueue(kill);

    public void Add(AfterSignOut answer) => _afterSignOut.Enqueue(answer);

    public void Add(Change change) => _changes.Enqueue(change);

    public void Add(Attempt attempt) => _attempts.Enqueue(attempt);

    public void Add(LastWord word) => _lastWords.Enqueue(word);

    public Disturbance BeginDisturbance(DateTimeOffset from)
    {
        var disturbance = new Disturbance(from);
        _disturbances.Enqueue(disturbance);
        return disturbance;
    }

    public bool IsDisturbed(DateTimeOffset from, DateTimeOffset until) =>
        _disturbances.Any(disturbance => disturbance.Overlaps(from, until));

    /// <summary>Whether a sign-in may not have got the session's turn: it waited for as long as a turn is waited for, a server
    /// stood still, or the database was away or quiet after a restart.</summary>
    public bool MayMissTurn(DateTimeOffset asked, DateTimeOffset answered) =>
        answered - asked >= StormTimes.Backchannel || IsDisturbed(asked - StormTimes.Quiet, answered);

    /// <summary>The last request before a moment that was to replace the user's session.</summary>
    public Attempt? LastAttempt(string? user, DateTimeOffset before) =>
        _attempts.Where(attempt => attempt.User == user && attempt.Asked < before).MaxBy(attempt => attempt.Asked);

    /// <summary>Reads a token once, however often it is given out; none when it cannot be read.</summary>
    public HandedToken? Read(string token) => _tokens.GetOrAdd(
        token, static value => HandedToken.TryRead(value, out var read) ? read : null);
}
