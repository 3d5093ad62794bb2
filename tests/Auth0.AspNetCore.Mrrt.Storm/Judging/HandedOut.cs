namespace Auth0.AspNetCore.Mrrt.Storm.Judging;

/// <summary>Which exchanges brought the tokens that browsers got. Exchanges of one session come one after the other, so a
/// token is from the first that the tenant granted after the server had asked.</summary>
internal sealed class HandedOut
{
    private readonly HashSet<LoggedExchange> _exchanges = new(ReferenceEqualityComparer.Instance);

    public HandedOut(Evidence evidence)
    {
        var granted = evidence.Exchanges.Where(exchange => exchange.Granted)
            .ToLookup(exchange => (exchange.User, exchange.Audience));
        foreach (var answers in evidence.Answers.Where(answer => answer.Token is not null).GroupBy(answer => answer.Token!))
        {
            var asked = answers.Max(answer => answer.ObtainedAt);
            var first = answers.First();
            if (granted[(first.User, first.Audience)]
                    .Where(exchange => exchange.At >= asked && exchange.IsWhenceCame(answers.Key))
                    .MinBy(exchange => exchange.At) is { } source)
            {
                _exchanges.Add(source);
            }
        }
    }

    public bool Contains(LoggedExchange exchange) => _exchanges.Contains(exchange);
}
