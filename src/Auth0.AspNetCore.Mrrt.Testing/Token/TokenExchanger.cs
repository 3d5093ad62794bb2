using Auth0.AspNetCore.Mrrt.Testing.Exchanges;
using Auth0.AspNetCore.Mrrt.Testing.Http;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Testing.Token;

/// <summary>
/// Decides a call to <c>/oauth/token</c> as one step: everything from looking at a refresh token to voiding it
/// happens under the tenant's lock.
/// </summary>
internal sealed class TokenExchanger(
    Lock tenantLock,
    ClientAuthentication clients,
    CodeGrant codes,
    RefreshGrant refreshes,
    ExchangeLog log,
    TimeProvider clock,
    ILogger logger)
{
    public TokenAnswer Exchange(TokenCall call)
    {
        lock (tenantLock)
        {
            var answer = Decide(call);
            var outcome = answer.Error is null ? TokenExchangeOutcome.Granted
                : call.ReuseDetected ? TokenExchangeOutcome.ReuseDetected
                : TokenExchangeOutcome.Refused;
            var lost = call.Fault is { AfterProcessing: true } fault ? fault.StatusCode : null;
            log.Add(call.ToExchange(outcome, lost ?? answer.Status, answer.Error, clock.GetUtcNow()));
            logger.Exchanged(
                call.Grant, call.ClientId, call.Audience, call.IssuedAudience, outcome, answer.Status, answer.Error);
            return answer;
        }
    }

    private TokenAnswer Decide(TokenCall call)
    {
        var parameters = call.Parameters;
        if (parameters.Problem is { } problem)
        {
            return TokenAnswer.Refused(OAuthError.InvalidRequest(problem));
        }

        if (parameters.Repeated.FirstOrDefault() is { } repeated)
        {
            return TokenAnswer.Refused(OAuthError.InvalidRequest($"Duplicate parameter: {repeated}"));
        }

        if (call.Grant.Length == 0)
        {
            return TokenAnswer.Refused(OAuthError.Missing("grant_type"));
        }

        if (clients.Authenticate(parameters, call.Authorization) is not { } client)
        {
            return TokenAnswer.Refused(clients.Refusal);
        }

        call.ClientId = client.ClientId;
        return call.Grant switch
        {
            CodeGrant.Type or RefreshGrant.Type when !client.GrantTypes.Contains(call.Grant) =>
                TokenAnswer.Refused(OAuthError.GrantNotAllowed(call.Grant)),
            CodeGrant.Type => codes.Exchange(call, client),
            RefreshGrant.Type => refreshes.Exchange(call, client),
            _ => TokenAnswer.Refused(OAuthError.UnsupportedGrant(call.Grant)),
        };
    }
}
