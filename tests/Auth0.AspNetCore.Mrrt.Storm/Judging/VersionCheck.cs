using System.Globalization;
using Auth0.AspNetCore.Mrrt.Storm.Nodes;

namespace Auth0.AspNetCore.Mrrt.Storm.Judging;

/// <summary>
/// No claims may come back that a sign-in has replaced. A request that begins after the sign-in's response was delivered
/// sees its version or a later one, with two exceptions. A sign-in whose response did not arrive may be made late. And a
/// server that has neither exchanged for the session nor written its cookie since cannot know of the change when the browser
/// sends an older cookie.
/// </summary>
internal sealed class VersionCheck
{
    private readonly Evidence _evidence;
    private readonly ILookup<(string, int), Change> _changes;
    private readonly ILookup<(string?, NodeIdentity?), LoggedExchange> _exchanges;
    private readonly ILookup<(string, int, NodeIdentity?), Answer> _writes;
    private readonly ILookup<string, (int Session, DateTimeOffset Began)> _sessions;
    private int _unaware;

    public VersionCheck(Evidence evidence)
    {
        _evidence = evidence;
        _changes = evidence.Changes.OrderBy(change => change.Asked).ToLookup(change => (change.User, change.Session));
        _exchanges = evidence.Exchanges.Where(exchange => exchange is { IsRefresh: true, Granted: true })
            .ToLookup(exchange => (exchange.User, exchange.Node));
        _writes = evidence.Answers.Where(answer => answer.WroteCookie)
            .ToLookup(answer => (answer.User, answer.Session, answer.Node));
        _sessions = evidence.Answers.GroupBy(answer => (answer.User, answer.Session))
            .ToLookup(answers => answers.Key.User, answers => (answers.Key.Session, answers.Min(answer => answer.Asked)));
        var inTicketOnly = evidence.Changes.Where(change => change.Outcome == SignInOutcome.InTicketOnly).ToArray();
        Problems =
        [
            .. evidence.Answers.Where(answer => !answer.Abandoned).Select(Problem).OfType<string>(),
            .. inTicketOnly.Where(change => !evidence.MayMissTurn(change.Asked, change.Finished!.Value))
                .Select(change => $"not kept: {change.User}: {change}"),
        ];
        Notes =
        [
            .. Note(_unaware, "older claims from a server that could not know of the change"),
            .. Note(inTicketOnly.Length, "changes in their own cookie alone"),
        ];
    }

    public IReadOnlyList<string> Problems { get; }

    /// <summary>How often an exception was made, for people to judge the judge.</summary>
    public IReadOnlyList<string> Notes { get; }

    private static IEnumerable<string> Note(int count, string what) =>
        count == 0 ? [] : [string.Create(CultureInfo.InvariantCulture, $"versions: {count} x {what}")];

    private string? Problem(Answer answer)
    {
        var changes = _changes[(answer.User, answer.Session)];
        if (answer.Version is not { } version
            || changes.LastOrDefault(change => change.Counts && change.Delivered < answer.Asked) is not { } last
            || version >= last.Version
            || changes.Any(change => change.Version == version && MayFollow(change, last)))
        {
            return null;
        }

        if (_evidence.ServersLearnLate && answer.CookieKnows < last.Finished && !Knows(answer, last))
        {
            _unaware++;
            return null;
        }

        return $"brought back: {answer.Asked:HH:mm:ss.fff} {answer.User}: {answer.Node} showed version {version} after {last}"
            + $" and delivered {last.Delivered:HH:mm:ss.fff}; the cookie knew all before {answer.CookieKnows:HH:mm:ss.fff}";
    }

    /// <summary>Whether a change may have been made after another one: it was asked for later, or the server was still at work
    /// on it.</summary>
    private static bool MayFollow(Change change, Change last) =>
        change.Asked >= last.Asked
        || (change.Outcome is null
            && last.Asked < (change.Finished ?? change.Asked + StormTimes.LongestSignIn));

    /// <summary>Whether the server that answered made the change, or has exchanged or written the cookie since.</summary>
    private bool Knows(Answer answer, Change last) =>
        answer.Node == last.Node
        || _exchanges[(answer.User, answer.Node)].Any(exchange =>
            exchange.At >= last.Finished
            && exchange.At + StormTimes.CommitWindow < answer.Asked
            && exchange.At < NextSessionBegan(answer))
        || _writes[(answer.User, answer.Session, answer.Node)].Any(write =>
            write.Asked >= last.Finished
            && write.Answered < answer.Asked
            && !_evidence.IsDisturbed(write.Asked, write.Answered));

    /// <summary>When the user's next session was first asked with. An exchange of the server may be that one's from then on.</summary>
    private DateTimeOffset NextSessionBegan(Answer answer) => _sessions[answer.User]
        .Where(session => session.Session > answer.Session)
        .Select(session => session.Began)
        .DefaultIfEmpty(DateTimeOffset.MaxValue)
        .Min();
}
