using Count = Auth0.AspNetCore.Mrrt.Testing.TenantCounters.Count;

namespace Auth0.AspNetCore.Mrrt.Testing.Exchanges;

/// <summary>The calls to <c>/oauth/token</c>, oldest first.</summary>
internal sealed class ExchangeLog(TenantCounters counters)
{
    private readonly Lock _sync = new();
    private readonly List<TokenExchange> _all = [];

    public void Add(TokenExchange exchange)
    {
        lock (_sync)
        {
            _all.Add(exchange);
        }

        counters.Add(Count.Exchanges);
        counters.Add(exchange.Outcome switch
        {
            TokenExchangeOutcome.Granted => Count.Granted,
            TokenExchangeOutcome.Faulted => Count.Faulted,
            _ => Count.Refused,
        });
    }

    public IReadOnlyList<TokenExchange> Snapshot()
    {
        lock (_sync)
        {
            return [.. _all];
        }
    }

    public void Clear()
    {
        lock (_sync)
        {
            _all.Clear();
        }
    }
}
