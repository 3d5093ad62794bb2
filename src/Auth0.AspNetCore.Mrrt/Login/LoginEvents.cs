using Auth0.AspNetCore.Mrrt.Login.Callback;
using Auth0.AspNetCore.Mrrt.Login.Challenge;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Login;

/// <summary>Wraps the application's events. The library's own step runs before or after each event. A check runs before the
/// event that promises it.</summary>
internal sealed class LoginEvents(OpenIdConnectEvents application, LoginSteps steps, LoginProgress progress)
    : OpenIdConnectEvents
{
    public OpenIdConnectEvents Application => application;

    public override async Task RedirectToIdentityProvider(RedirectContext context)
    {
        var settled = steps.Request.Fill(context);
        await application.RedirectToIdentityProvider(context).ConfigureAwait(false);
        progress.AnsweredByApplication = context.Handled;
        if (!context.Handled)
        {
            steps.Request.Settle(context, settled);
        }
    }

    public override async Task PushAuthorization(PushedAuthorizationContext context)
    {
        var settled = AuthorizationRequest.Settled(context.ProtocolMessage);
        await application.PushAuthorization(context).ConfigureAwait(false);
        AuthorizationRequest.Restore(context.ProtocolMessage, settled);
        await steps.Push.PushAsync(context).ConfigureAwait(false);
    }

    public override async Task MessageReceived(MessageReceivedContext context)
    {
        await application.MessageReceived(context).ConfigureAwait(false);
        if (context.Result is null or { Succeeded: true })
        {
            await steps.Checks.RunAsync(context, progress).ConfigureAwait(false); // takes the login's cookie too
            EarlyEvent.RefuseSuccess(context, nameof(application.OnMessageReceived));
        }
    }

    public override async Task AuthorizationCodeReceived(AuthorizationCodeReceivedContext context)
    {
        // The credentials are added to the call itself: no event shows them.
        context.TokenEndpointRequest!.ClientSecret = null;
        await application.AuthorizationCodeReceived(context).ConfigureAwait(false);
        EarlyEvent.RefuseSuccess(context, nameof(application.OnAuthorizationCodeReceived));
        EarlyEvent.RefuseUser(context, context.JwtSecurityToken, nameof(application.OnAuthorizationCodeReceived));
        CodeRedemption.RequireOwn(context);
    }

    public override async Task TokenResponseReceived(TokenResponseReceivedContext context)
    {
        await application.TokenResponseReceived(context).ConfigureAwait(false);
        EarlyEvent.RefuseSuccess(context, nameof(application.OnTokenResponseReceived));
        EarlyEvent.RefuseUser(context, token: null, nameof(application.OnTokenResponseReceived));
        // The token that is validated is the token that the tenant sent.
        context.TokenEndpointResponse.IdToken = progress.Answer?.IdToken;
    }

    public override async Task TokenValidated(TokenValidatedContext context)
    {
        await steps.Completion.CompleteAsync(context, progress, application).ConfigureAwait(false);
        if (context.Result is not null)
        {
            return;
        }

        await application.TokenValidated(context).ConfigureAwait(false);
        if (context.Result is not null)
        {
            return;
        }

        if (context.Principal is null)
        {
            context.Fail("The application removed the user from the login.");
        }
        else
        {
            context.Success(); // every check is done, and the tokens are in the ticket
        }
    }

    public override async Task AuthenticationFailed(AuthenticationFailedContext context)
    {
        await application.AuthenticationFailed(context).ConfigureAwait(false);
        EarlyEvent.RefuseSuccess(context, nameof(application.OnAuthenticationFailed));
    }

    public override Task UserInformationReceived(UserInformationReceivedContext context) =>
        application.UserInformationReceived(context);

    public override Task TicketReceived(TicketReceivedContext context) => application.TicketReceived(context);

    public override Task RemoteFailure(RemoteFailureContext context) => application.RemoteFailure(context);

    public override Task AccessDenied(AccessDeniedContext context) => application.AccessDenied(context);

    public override Task RedirectToIdentityProviderForSignOut(RedirectContext context) =>
        application.RedirectToIdentityProviderForSignOut(context);

    public override Task SignedOutCallbackRedirect(RemoteSignOutContext context) =>
        application.SignedOutCallbackRedirect(context);

    public override async Task RemoteSignOut(RemoteSignOutContext context)
    {
        await application.RemoteSignOut(context).ConfigureAwait(false);
        if (context.Result is null && context.ProtocolMessage is not null)
        {
            await steps.FrontChannel.CheckAsync(context).ConfigureAwait(false);
        }
    }
}
