namespace Auth0.AspNetCore.Mrrt.Storm.Judging;

/// <summary>Holds what the browsers saw against what the tenant logged.</summary>
internal static class Judge
{
    public static Verdict Of(Evidence evidence)
    {
        var findings = new List<string>();
        var families = new FamilyCheck(evidence);
        var versions = new VersionCheck(evidence);
        var answers = evidence.Answers.Where(answer => !answer.Abandoned).ToArray();
        var durations = Durations(answers);
        return new Verdict
        {
            Requests = evidence.Answers.Count(answer => !answer.IsCheck),
            Exchanges = evidence.Exchanges.Count(exchange => exchange.IsRefresh && exchange.Granted),
            Coalesced = Coalesced(answers),
            ReuseDetected = evidence.ReuseDetections - families.InDoubt.Count,
            FamiliesRevoked = evidence.FamiliesRevoked - families.InDoubt.Count,
            WrongToken = WrongTokens(evidence, answers, findings),
            LostTokens = LostTokens(evidence, families, findings),
            Resurrected = Resurrected(evidence, findings),
            BroughtBack = Count(versions.Problems, findings),
            InDoubt = families.InDoubt.Count,
            Failed = answers.Count(answer => answer is { SignedIn: true, IsCheck: false, Token: null }),
            MedianMilliseconds = Percentile(durations, 0.50),
            SlowMilliseconds = Percentile(durations, 0.99),
            Findings = findings,
            Notes = [.. families.Doubts, .. versions.Notes, .. ReasonsOf(answers)],
        };
    }

    private static IEnumerable<string> ReasonsOf(Answer[] answers) =>
        from answer in answers
        where answer is { SignedIn: true, IsCheck: false, Token: null }
        group answer by answer.Reason into same
        orderby same.Count() descending
        select $"failed: {same.Count()} x {same.Key}";

    private static int WrongTokens(Evidence evidence, Answer[] answers, List<string> findings)
    {
        var check = new TokenCheck(evidence);
        return Count(
            from answer in answers
            let problem = check.Problem(answer)
            where problem is not null
            select $"wrong token: {answer}: {problem}",
            findings);
    }

    private static int LostTokens(Evidence evidence, FamilyCheck families, List<string> findings)
    {
        var ended = evidence.LastWords
            .Where(word => word.Reason is not null && !families.IsInDoubt(word.User, word.At))
            .Select(word => $"lost session: {word.At:HH:mm:ss.fff} {word.User}: {word.Reason}, before {word.Doubted}"
                + (evidence.LastAttempt(word.User, word.At) is { } attempt ? $"; after {attempt}" : ""));
        return Count(families.Broken.Concat(ended), findings);
    }

    private static int Resurrected(Evidence evidence, List<string> findings) => Count(
        evidence.AfterSignOut
            .Where(answer => answer.SignedIn || answer.GotToken)
            .Select(answer => $"resurrected: {answer}"),
        findings);

    private static int Count(IEnumerable<string> found, List<string> findings)
    {
        var before = findings.Count;
        findings.AddRange(found);
        return findings.Count - before;
    }

    /// <summary>Requests that got a token which was bought while they waited, and did not cost an exchange of their
    /// own.</summary>
    private static int Coalesced(Answer[] answers) => answers
        .Where(answer => answer.Token is not null && answer.ObtainedAt >= answer.Asked)
        .GroupBy(answer => answer.Token)
        .Sum(sharers => sharers.Count() - 1);

    private static double[] Durations(Answer[] answers) =>
    [
        .. answers.Where(answer => answer.Token is not null)
            .Select(answer => (answer.Answered - answer.Asked).TotalMilliseconds)
            .Order(),
    ];

    private static int Percentile(double[] ordered, double share) =>
        ordered is [] ? 0 : (int)Math.Round(ordered[(int)Math.Ceiling(share * ordered.Length) - 1]);
}
