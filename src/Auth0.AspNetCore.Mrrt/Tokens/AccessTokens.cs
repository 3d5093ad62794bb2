using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Session;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>Serve, wait or exchange (protocol, steps 1 to 4 and 11).</summary>
internal sealed class AccessTokens(
    IOptionsMonitor<Auth0WebAppOptions> logins,
    IOptionsMonitor<Auth0WebAppWithAccessTokenOptions> options,
    ISessionCoordinator coordinator,
    TokenExchange exchange,
    ExchangeTeller teller,
    TimeProvider time) : IAccessTokens
{
    private readonly Flights<FlightKey, ExchangeOutcome> _flights = new();

    public async ValueTask<AccessTokenResult> GetAsync(
        HttpContext httpContext, AccessTokenRequest? request, string? scheme, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        cancellationToken.ThrowIfCancellationRequested();
        scheme ??= Auth0Constants.AuthenticationScheme;
        var settings = options.Get(scheme);
        if (!settings.Enabled)
        {
            throw new InvalidOperationException(
                $"Scheme '{scheme}' has no access tokens: call AddAuth0WebApp(…).WithAccessToken(…) for it.");
        }

        var need = TokenNeed.Of(request, scheme, settings);
        var cookieScheme = logins.Get(scheme).CookieAuthenticationScheme;
        var session = await RequestSessions.FindAsync(httpContext, cookieScheme).ConfigureAwait(false);
        if (session is null || session.Closed || (session.Tokens.Scheme is { } signedIn && signedIn != scheme))
        {
            return AccessTokenResult.Failed(
                AccessTokenFailure.NotSignedIn, $"Nobody is signed in with scheme '{scheme}'.");
        }

        return Stored(session.Tokens, need) is { } stored
            ? GrantedToken.Result(stored, need)
            : await ObtainAsync(httpContext, session, need, cancellationToken).ConfigureAwait(false);
    }

    private AccessTokenSet? Stored(SessionTokens tokens, TokenNeed need)
    {
        if (need.Forced)
        {
            return null;
        }

        var now = time.GetUtcNow();
        if (TokenMatch.Find(tokens, need, now + need.Leeway) is { } fresh)
        {
            return fresh;
        }

        // Within the leeway, and somebody is renewing already: nobody waits while it holds a usable token (G11).
        return need.Leeway > TimeSpan.Zero
            && TokenMatch.Find(tokens, need, now) is { } usable
            && coordinator.Peek(tokens.SessionId).Busy
                ? usable
                : null;
    }

    private async ValueTask<AccessTokenResult> ObtainAsync(
        HttpContext httpContext, RequestSession session, TokenNeed need, CancellationToken cancellationToken)
    {
        var seen = session.Tokens;
        var key = new FlightKey(
            seen.SessionId, need.Scheme, need.Audience, ScopeSet.Canonical(need.Scope), need.Forced);
        var outcome = await _flights.JoinAsync(key, () => exchange.RunAsync(seen, need))
            .WaitAsync(cancellationToken).ConfigureAwait(false);
        if (outcome.Tokens is { } newest)
        {
            session.Adopt(newest);
        }

        var stillValid = outcome.Result.Reason is AccessTokenFailure.Transient && !need.Forced
            ? TokenMatch.Find(session.Tokens, need, time.GetUtcNow())
            : null;
        await teller.TellAsync(httpContext, need, outcome, servedStored: stillValid is not null).ConfigureAwait(false);
        return stillValid is null ? outcome.Result : GrantedToken.Result(stillValid, need);
    }
}
