using Auth0.AspNetCore.Mrrt.Testing.Exchanges;
using Auth0.AspNetCore.Mrrt.Testing.Faults;
using Auth0.AspNetCore.Mrrt.Testing.Time;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Testing.Token;

/// <summary><c>/oauth/token</c>: reads the call, lets the faults have their way with it, and answers.</summary>
internal sealed class OAuthTokenEndpoint(
    TokenExchanger exchanger,
    TenantFaults faults,
    ExchangeLog log,
    TenantCounters counters,
    TenantClock clock,
    ILogger logger)
{
    public async Task HandleAsync(HttpContext http)
    {
        var arrival = clock.GetUtcNow();
        counters.EnterTokenCall();
        try
        {
            var call = await TokenCall.ReadAsync(http.Request).ConfigureAwait(false);
            await AnswerAsync(http, call, arrival).ConfigureAwait(false);
        }
        finally
        {
            counters.LeaveTokenCall();
        }
    }

    private async Task AnswerAsync(HttpContext http, TokenCall call, DateTimeOffset arrival)
    {
        call.Fault = faults.Take(call.Grant, call.Audience);
        await faults.DelayAsync(call.Fault, arrival, clock).ConfigureAwait(false);
        await faults.HoldAsync(TokenCallMoment.BeforeProcessing, call).ConfigureAwait(false);
        if (call.Fault is { AfterProcessing: false, StatusCode: { } status } early)
        {
            log.Add(call.ToExchange(TokenExchangeOutcome.Faulted, status, error: null, clock.GetUtcNow()));
            logger.Faulted(call.Grant, call.Audience, early);
            await FaultReply.SendAsync(http, early, clock).ConfigureAwait(false);
            return;
        }

        // From here on the caller may be gone: what is granted stays granted, as at Auth0.
        var answer = exchanger.Exchange(call);
        await faults.HoldAsync(TokenCallMoment.AfterProcessing, call).ConfigureAwait(false);
        if (call.Fault is { AfterProcessing: true } late)
        {
            logger.Faulted(call.Grant, call.Audience, late);
            await FaultReply.SendAsync(http, late, clock).ConfigureAwait(false);
            return;
        }

        await answer.WriteAsync(http.Response).ConfigureAwait(false);
    }
}
