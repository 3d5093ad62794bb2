using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Session.Store;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tenant;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features.Authentication;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>The door for callers with a request: finds the request's session, settings and tenant, then serves, waits or
/// exchanges (docs/how-a-refresh-works.md: Look, Serve, Join, and Tell at the end). Nothing below sees the HttpContext, but for
/// the contexts of the application's events.</summary>
internal sealed class AccessTokens(
    ICookieSchemes cookieSchemes,
    IOptionsMonitor<Auth0WebAppWithAccessTokenOptions> options,
    ITenants tenants,
    IUserClaims claims,
    ISessionCoordinator coordinator,
    LiveSessions sessions,
    InFlightWork inFlight,
    TokenExchange exchange,
    ExchangeNotifier notifier,
    RequestScheme unnamed,
    TimeProvider time) : IAccessTokens
{
    private readonly LoginSessions _sessions = new(cookieSchemes, tenants, sessions);
    private readonly StoredTokens _stored = new(coordinator, time);
    private readonly SessionExchanges _exchanges = new(inFlight, exchange, new StoredTokens(coordinator, time));

    /// <summary>Tells whether a token is at hand.</summary>
    public StoredTokens Stored => _stored;

    /// <summary>Finds the login of a call without a scheme.</summary>
    public string LoginOf(HttpContext httpContext) => unnamed.Of(httpContext);

    public ValueTask<AccessTokenResult> GetAsync(
        HttpContext httpContext, AccessTokenRequest? request, string? scheme, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        var login = scheme ?? unnamed.Of(httpContext);
        var settings = SettingsOf(login, cancellationToken);
        var finding = _sessions.FindAsync(httpContext, login);
        return finding.IsCompletedSuccessfully
            ? AnswerAsync(httpContext, finding.Result, request, scheme, login, settings, cancellationToken)
            : WaitAsync(httpContext, finding, request, scheme, login, settings, cancellationToken);
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
        if (RequestBounds.Problem(requests.Count) is { } problem)
        {
            var refused = AccessTokenResult.Failed(AccessTokenFailure.InvalidRequest, problem);
            return [.. requests.Select(_ => refused)];
        }

        var needs = requests.Select(request => TokenNeed.Of(request, login, settings, claims)).ToArray();
        var found = await _sessions.FindAsync(httpContext, login).ConfigureAwait(false);
        if (LoginSessions.Owned(found, login, settings) is not { } session)
        {
            var none = _sessions.Missing(httpContext, found, login);
            return [.. needs.Select(_ => none)];
        }

        if (!_sessions.TryOpen(httpContext, session, login, _stored.Now, Array.Exists(needs, need => need.Forced), out var current, out var absence))
        {
            return [.. needs.Select(_ => absence)];
        }

        var results = needs.Select(need => Refused(need) ?? _stored.Answer(current.Tokens, need)).ToArray();
        int[] wanted = [.. Enumerable.Range(0, needs.Length).Where(i => results[i] is null)];
        if (wanted is not [])
        {
            session.PrepareExchange(httpContext);
            TokenNeed[] missing = [.. wanted.Select(i => needs[i])];
            var outcomes = await _exchanges.GetManyAsync(session, tenants.Get(login), missing, cancellationToken)
                .ConfigureAwait(false);
            foreach (var (i, outcome) in wanted.Zip(outcomes))
            {
                var answer = _exchanges.Conclude(session, needs[i], outcome);
                results[i] = await TellAsync(httpContext, session, needs[i], answer).ConfigureAwait(false);
            }
        }

        // Tokens at hand before the wait as well: the session may have ended meanwhile (G14).
        return wanted is not [] && (session.Closed || _stored.HasEnded(session.Current, _stored.Now))
            ? [.. needs.Select(_ => StoredTokens.SessionEnded)]
            : (IReadOnlyList<AccessTokenResult>)results!;
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
        if (LoginSessions.Owned(found, login, settings) is not { } session)
        {
            return new ValueTask<AccessTokenResult>(_sessions.Missing(httpContext, found, login));
        }

        var now = _stored.Now;
        if (!_sessions.TryOpen(httpContext, session, login, now, request is { ForceRefresh: true }, out var current, out var absence))
        {
            return new ValueTask<AccessTokenResult>(absence);
        }

        // Where the application has put another in place of this or around it, that is asked each time.
        if (ReferenceEquals(httpContext.RequestServices?.GetService(typeof(IAccessTokens)), this))
        {
            var user = scheme is null ? httpContext.Features.Get<IHttpAuthenticationFeature>()?.User : null;
            RequestSessionFeature.Remember(httpContext, new RequestTokens(login, settings, session, user, this));
        }

        if (StoredTokens.Granted(current.Tokens, request, settings, now) is { } known)
        {
            return new ValueTask<AccessTokenResult>(known);
        }

        var need = TokenNeed.Of(request, login, settings, claims);
        return (Refused(need) ?? _stored.Answer(current.Tokens, need)) is { } stored
            ? new ValueTask<AccessTokenResult>(stored)
            : ExchangeAsync(httpContext, session, need, cancellationToken);
    }

    private static AccessTokenResult? Refused(TokenNeed need) =>
        RequestBounds.Problem(need) is { } problem ? AccessTokenResult.Failed(AccessTokenFailure.InvalidRequest, problem) : null;

    private async ValueTask<AccessTokenResult> ExchangeAsync(
        HttpContext httpContext, RequestSession session, TokenNeed need, CancellationToken cancellationToken)
    {
        session.PrepareExchange(httpContext);
        var answer = await _exchanges.GetAsync(session, tenants.Get(need.Scheme), need, cancellationToken)
            .ConfigureAwait(false);
        return await TellAsync(httpContext, session, need, answer).ConfigureAwait(false);
    }

    /// <summary>Raises the application's events. A caller that did not wait may find that its request has ended: its HttpContext
    /// serves somebody else then.</summary>
    private async ValueTask<AccessTokenResult> TellAsync(
        HttpContext httpContext, RequestSession session, TokenNeed need, ExchangeAnswer answer)
    {
        if (!session.RequestEnded && answer.TryClaim() is { } outcome)
        {
            await notifier.TellAsync(httpContext, need, outcome, answer.ServedStored).ConfigureAwait(false);
        }

        return answer.Result;
    }

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
}
