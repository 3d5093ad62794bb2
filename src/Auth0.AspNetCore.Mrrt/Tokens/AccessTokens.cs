using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Tenant;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>Serve, wait or exchange (docs/how-a-refresh-works.md: Look, Serve, Join, and Tell at the end).</summary>
internal sealed class AccessTokens(
    ICookieSchemes cookieSchemes,
    IOptionsMonitor<Auth0WebAppWithAccessTokenOptions> options,
    ITenants tenants,
    ISessionCoordinator coordinator,
    UnderWay underWay,
    TokenExchange exchange,
    ExchangeTeller teller,
    RequestScheme unnamed,
    TimeProvider time) : IAccessTokens
{
    private readonly Flights<FlightKey, ExchangeOutcome> _flights = new(underWay);
    private readonly SessionEnd _sessionEnd = new(coordinator);
    private readonly StoredTokens _stored = new(coordinator, time);

    public ValueTask<AccessTokenResult> GetAsync(
        HttpContext httpContext, AccessTokenRequest? request, string? scheme, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        var login = scheme ?? unnamed.Of(httpContext);
        var settings = SettingsOf(login, cancellationToken);
        var finding = FindAsync(httpContext, login);
        return finding.IsCompletedSuccessfully
            ? AnswerAsync(httpContext, finding.Result, request, scheme, login, settings, cancellationToken)
            : WaitAsync(httpContext, finding, request, scheme, login, settings, cancellationToken);
    }

    private async ValueTask<AccessTokenResult> WaitAsync(
        HttpContext httpContext,
        ValueTask<RequestSession?> finding,
        AccessTokenRequest? request,
        string? scheme,
        string login,
        Auth0WebAppWithAccessTokenOptions settings,
        CancellationToken cancellationToken) =>
        await AnswerAsync(
            httpContext, await finding.ConfigureAwait(false), request, scheme, login, settings, cancellationToken)
            .ConfigureAwait(false);

    /// <summary>Waits for nothing while the token is at hand.</summary>
    private ValueTask<AccessTokenResult> AnswerAsync(
        HttpContext httpContext,
        RequestSession? found,
        AccessTokenRequest? request,
        string? scheme,
        string login,
        Auth0WebAppWithAccessTokenOptions settings,
        CancellationToken cancellationToken)
    {
        if (Owned(found, login, settings) is not { } session)
        {
            return new ValueTask<AccessTokenResult>(NotSignedIn(login));
        }

        var now = time.GetUtcNow();
        var current = session.Current;
        if (_sessionEnd.IsReached(current, now))
        {
            return new ValueTask<AccessTokenResult>(SessionEnd.Result);
        }

        var user = scheme is null ? httpContext.User : null;
        var tokens = new RequestTokens(login, settings, session, user, unnamed, _sessionEnd, time);
        // Where the application has put another in place of this or around it, that is asked each time.
        if (ReferenceEquals(httpContext.RequestServices?.GetService(typeof(IAccessTokens)), this))
        {
            RequestSessions.Remember(httpContext, tokens);
        }

        if (request is not { ForceRefresh: true } && tokens.Granted(current.Tokens, request, now) is { } known)
        {
            return new ValueTask<AccessTokenResult>(known);
        }

        var need = TokenNeed.Of(request, login, settings);
        return _stored.Answer(current.Tokens, need) is { } stored
            ? new ValueTask<AccessTokenResult>(stored)
            : ExchangeAsync(httpContext, session, need, cancellationToken);
    }

    private async ValueTask<AccessTokenResult> ExchangeAsync(
        HttpContext httpContext, RequestSession session, TokenNeed need, CancellationToken cancellationToken)
    {
        var seen = session.Tokens;
        session.PrepareExchange(httpContext);
        var keeper = session.Keeper;
        // Here and not in the exchange, which runs without the request: options may follow the request.
        var tenant = tenants.Get(need.Scheme);
        var outcome = await _flights.JoinAsync(KeyOf(seen, need), () => exchange.RunAsync(tenant, seen, keeper, need))
            .WaitAsync(cancellationToken).ConfigureAwait(false);
        return await ConcludeAsync(httpContext, session, need, outcome).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<AccessTokenResult>> GetManyAsync(
        HttpContext httpContext,
        IReadOnlyList<AccessTokenRequest> requests,
        string? scheme,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(requests);
        ArgumentNullException.ThrowIfNull(httpContext);
        var login = scheme ?? unnamed.Of(httpContext);
        var settings = SettingsOf(login, cancellationToken);
        var needs = requests.Select(request => TokenNeed.Of(request, login, settings)).ToArray();
        if (Owned(await FindAsync(httpContext, login).ConfigureAwait(false), login, settings) is not { } session)
        {
            return [.. needs.Select(need => NotSignedIn(need.Scheme))];
        }

        if (_sessionEnd.IsReached(session.Current, time.GetUtcNow()))
        {
            return [.. needs.Select(_ => SessionEnd.Result)];
        }

        var results = needs.Select(need => _stored.Answer(session.Tokens, need)).ToArray();
        int[] wanted = [.. Enumerable.Range(0, needs.Length).Where(i => results[i] is null)];
        if (wanted is not [])
        {
            var seen = session.Tokens;
            session.PrepareExchange(httpContext);
            var keeper = session.Keeper;
            var tenant = tenants.Get(login);
            TokenNeed[] missing = [.. wanted.Select(i => needs[i])];
            // One turn for all of them; who asks for one of them alone meanwhile waits for the turn and finds it.
            var outcomes = await underWay.RunAsync(() => exchange.RunAsync(tenant, seen, keeper, missing))
                .WaitAsync(cancellationToken).ConfigureAwait(false);
            foreach (var (i, outcome) in wanted.Zip(outcomes))
            {
                results[i] = await ConcludeAsync(httpContext, session, needs[i], outcome).ConfigureAwait(false);
            }
        }

        return results!;
    }

    private static FlightKey KeyOf(SessionTokens tokens, TokenNeed need) =>
        new(tokens.SessionId, need.Scheme, need.Audience, ScopeSet.Canonical(need.Scope), need.Forced ? tokens.Generation : null);

    private static AccessTokenResult NotSignedIn(string scheme) => AccessTokenResult.Failed(
        AccessTokenFailure.NotSignedIn, $"Nobody is signed in with scheme '{scheme}'.");

    private Auth0WebAppWithAccessTokenOptions SettingsOf(string scheme, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var settings = options.Get(scheme);
        return settings.Enabled
            ? settings
            : throw new InvalidOperationException(
                $"Scheme '{scheme}' has no access tokens: name the scheme that has, or call "
                + "AddAuth0WebApp(…).WithAccessToken(…) or AddAuth0AccessTokens(…) for it.");
    }

    private ValueTask<RequestSession?> FindAsync(HttpContext httpContext, string scheme) =>
        RequestSessions.FindAsync(httpContext, cookieSchemes.Of(scheme));

    /// <summary>The request's session, if it was this scheme that signed the user in: another one's refresh token is
    /// another tenant's or another client's.</summary>
    private static RequestSession? Owned(RequestSession? session, string scheme, Auth0WebAppWithAccessTokenOptions settings) =>
        session is { Closed: false }
        && (session.Tokens.Scheme ?? (settings.SchemeIsNamed ? null : scheme)) == scheme
            ? session
            : null;

    private async ValueTask<AccessTokenResult> ConcludeAsync(
        HttpContext httpContext, RequestSession session, TokenNeed need, ExchangeOutcome outcome)
    {
        if (outcome.Tokens is { } newest)
        {
            session.Adopt(newest, outcome.Kept);
        }

        // A tenant that cannot answer, or a session that cannot ask, takes nobody's valid token away.
        var stillValid = outcome.Result.Reason is AccessTokenFailure.Transient or AccessTokenFailure.NoRefreshToken
                or AccessTokenFailure.NoRefreshTokenGranted or AccessTokenFailure.CoordinationUnavailable
            && !need.Forced
                ? TokenMatch.FindUsable(session.Tokens, need, time.GetUtcNow())
                : null;
        if (stillValid is not null && _sessionEnd.IsReached(session.Current, time.GetUtcNow()))
        {
            return SessionEnd.Result; // The session ended while the caller waited for the exchange.
        }

        // A caller that did not wait may find that its request has ended: HttpContext is somebody else's by now.
        if (!session.RequestEnded)
        {
            await teller.TellAsync(httpContext, need, outcome, servedStored: stillValid is not null)
                .ConfigureAwait(false);
        }

        return stillValid is null ? outcome.Result : GrantedToken.Result(stillValid, need);
    }
}
