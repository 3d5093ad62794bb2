using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Session.Store;
using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Session.Cookie;

/// <summary>A sign-in that continues the request's session. It becomes a generation after the application's last event, when
/// the ticket is what will be written.</summary>
internal sealed class ContinuedSignIn(SessionSignIns signIns, string scheme, TimeSpan usualLife, CookieLife life, SeenTokens seen)
    : IAsyncDisposable
{
    private const string Parameter = "Auth0.AspNetCore.Mrrt.ContinuedSignIn";

    private IAsyncDisposable? _turn;

    /// <summary>Gives the sign-in that the properties belong to. Null when it continues no session.</summary>
    public static ContinuedSignIn? Of(AuthenticationProperties properties) =>
        properties.GetParameter<ContinuedSignIn>(Parameter);

    /// <summary>Lets the cookie's events find this sign-in. Parameters are never stored.</summary>
    public void Begin(AuthenticationProperties properties) => properties.SetParameter(Parameter, this);

    public static void End(AuthenticationProperties properties) => properties.Parameters.Remove(Parameter);

    public async Task CommitAsync(ClaimsPrincipal principal, AuthenticationProperties properties) =>
        _turn = await signIns.CommitAsync(
            scheme, principal, properties, life.Longer(CookieLife.Of(properties, usualLife)), seen).ConfigureAwait(false);

    /// <summary>Gives the session's turn to the next exchange.</summary>
    public ValueTask DisposeAsync() =>
        Interlocked.Exchange(ref _turn, null) is { } turn ? turn.DisposeAsync() : ValueTask.CompletedTask;
}
