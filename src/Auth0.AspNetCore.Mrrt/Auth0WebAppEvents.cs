using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt;

/// <summary>
/// Where an application takes part in logins and sign-outs: events of ASP.NET Core's own OpenID Connect handler, under
/// their names and in their order. It has more: of its <c>OnAuthenticationFailed</c>, <c>OnUserInformationReceived</c>,
/// <c>OnPushAuthorization</c>, <c>OnSignedOutCallbackRedirect</c> and <c>OnRemoteSignOut</c> there is none here. A class of the
/// application's own overrides the methods; set <see cref="Auth0WebAppOptions.Events"/>, or register it with the container
/// and set <see cref="AuthenticationSchemeOptions.EventsType"/>, and the container gives it for each request. After a check
/// that failed there is <see cref="RemoteAuthenticationEvents.OnRemoteFailure"/> and nothing else.
/// </summary>
public class Auth0WebAppEvents : RemoteAuthenticationEvents
{
    /// <summary>A login is about to leave for the tenant. What is changed here is what is asked for, through a pushed
    /// authorization request as well; the protocol's own parameters stay as they are, but for <c>redirect_uri</c>, and
    /// <see cref="Microsoft.IdentityModel.Protocols.AuthenticationProtocolMessage.IssuerAddress"/> is where the browser
    /// goes.</summary>
    public Func<RedirectToIdentityProviderContext, Task> OnRedirectToIdentityProvider { get; set; } =
        _ => Task.CompletedTask;

    /// <summary>A callback has arrived. Nothing in it has been checked.</summary>
    public Func<MessageReceivedContext, Task> OnMessageReceived { get; set; } = _ => Task.CompletedTask;

    /// <summary>The callback is an answer to a login of this browser; its code is about to be redeemed.</summary>
    public Func<AuthorizationCodeReceivedContext, Task> OnAuthorizationCodeReceived { get; set; } =
        _ => Task.CompletedTask;

    /// <summary>The tenant has redeemed the code. The ID token has not been checked.</summary>
    public Func<TokenResponseReceivedContext, Task> OnTokenResponseReceived { get; set; } = _ => Task.CompletedTask;

    /// <summary>Every check has passed. The application may add to the principal, or refuse it with its own
    /// reason.</summary>
    public Func<TokenValidatedContext, Task> OnTokenValidated { get; set; } = _ => Task.CompletedTask;

    /// <summary>The local session has ended, and the browser is about to leave for the tenant to end the one
    /// there.</summary>
    public Func<RedirectToIdentityProviderContext, Task> OnRedirectToIdentityProviderForSignOut { get; set; } =
        _ => Task.CompletedTask;

    /// <summary>Calls <see cref="OnRedirectToIdentityProvider"/>.</summary>
    /// <param name="context">The login.</param>
    /// <returns>A task that ends when the application has handled the event.</returns>
    public virtual Task RedirectToIdentityProvider(RedirectToIdentityProviderContext context) =>
        OnRedirectToIdentityProvider(context);

    /// <summary>Calls <see cref="OnMessageReceived"/>.</summary>
    /// <param name="context">The callback.</param>
    /// <returns>A task that ends when the application has handled the event.</returns>
    public virtual Task MessageReceived(MessageReceivedContext context) => OnMessageReceived(context);

    /// <summary>Calls <see cref="OnAuthorizationCodeReceived"/>.</summary>
    /// <param name="context">The callback and the request to the token endpoint.</param>
    /// <returns>A task that ends when the application has handled the event.</returns>
    public virtual Task AuthorizationCodeReceived(AuthorizationCodeReceivedContext context) =>
        OnAuthorizationCodeReceived(context);

    /// <summary>Calls <see cref="OnTokenResponseReceived"/>.</summary>
    /// <param name="context">The token endpoint's answer.</param>
    /// <returns>A task that ends when the application has handled the event.</returns>
    public virtual Task TokenResponseReceived(TokenResponseReceivedContext context) =>
        OnTokenResponseReceived(context);

    /// <summary>Calls <see cref="OnTokenValidated"/>.</summary>
    /// <param name="context">The user.</param>
    /// <returns>A task that ends when the application has handled the event.</returns>
    public virtual Task TokenValidated(TokenValidatedContext context) => OnTokenValidated(context);

    /// <summary>Calls <see cref="OnRedirectToIdentityProviderForSignOut"/>.</summary>
    /// <param name="context">The sign-out.</param>
    /// <returns>A task that ends when the application has handled the event.</returns>
    public virtual Task RedirectToIdentityProviderForSignOut(RedirectToIdentityProviderContext context) =>
        OnRedirectToIdentityProviderForSignOut(context);
}
