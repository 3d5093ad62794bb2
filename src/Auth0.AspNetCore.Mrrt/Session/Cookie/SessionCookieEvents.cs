using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Auth0.AspNetCore.Mrrt.Session.Cookie;

/// <summary>
/// Stands before the application's cookie events. Opens the request's session before they run, and closes it when they reject
/// it. Keeping a token is no sign-in: the application does not hear of it.
/// </summary>
internal sealed class SessionCookieEvents(
    CookieAuthenticationEvents application, SessionCookieHandler handler) : CookieAuthenticationEvents
{
    private const string TokenWrite = "Auth0.AspNetCore.Mrrt.TokenWrite";

    public static void MarkTokenWrite(AuthenticationProperties properties) => properties.Parameters[TokenWrite] = true;

    public static bool IsTokenWrite(AuthenticationProperties? properties) =>
        properties?.Parameters.ContainsKey(TokenWrite) == true;

    public override async Task CheckSlidingExpiration(CookieSlidingExpirationContext context)
    {
        if (!await handler.TryOpenAsync(context.Properties).ConfigureAwait(false) || handler.Session?.Current.TakenOver is not null)
        {
            context.ShouldRenew = false;
            return;
        }

        try
        {
            await application.CheckSlidingExpiration(context).ConfigureAwait(false);
        }
        catch
        {
            handler.Session?.Close();
            throw;
        }

        context.ShouldRenew = context.ShouldRenew && !SessionCeiling.IsReached(context.Properties);
        if (context.ShouldRenew)
        {
            WillRenew(context.Properties);
        }
    }

    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        if (!await handler.TryOpenAsync(context.Properties).ConfigureAwait(false))
        {
            context.RejectPrincipal();
            return;
        }

        var properties = context.Properties;
        if (handler.Session?.Current.TakenOver is { } newer)
        {
            context.ReplacePrincipal(PrincipalCopy.Of(newer.Principal));
            properties = newer.Properties;
        }

        try
        {
            await application.ValidatePrincipal(context).ConfigureAwait(false);
        }
        catch
        {
            // An application that cannot say whether the user is welcome has not said so: the session counts as rejected.
            handler.Session?.Close();
            throw;
        }

        if (context.Principal is null)
        {
            handler.Session?.Close();
        }
        else if (context.ShouldRenew)
        {
            handler.Session?.Replace(new AuthenticationTicket(
                PrincipalCopy.Of(context.Principal), properties.Clone(), context.Scheme.Name));
            WillRenew(properties);
        }
    }

    public override async Task SigningIn(CookieSigningInContext context)
    {
        if (!IsTokenWrite(context.Properties))
        {
            await application.SigningIn(context).ConfigureAwait(false);
            SessionClient.Note(context.Properties.Items);
            PreviousSessionItems.Note(context.Properties.Items); // it may have put other tokens there
            if (ContinuedSignIn.Of(context.Properties) is { } continued)
            {
                await continued.CommitAsync(context.Principal!, context.Properties).ConfigureAwait(false);
            }
        }
    }

    public override async Task SignedIn(CookieSignedInContext context)
    {
        if (IsTokenWrite(context.Properties))
        {
            return;
        }

        if (ContinuedSignIn.Of(context.Properties) is { } continued)
        {
            await continued.DisposeAsync().ConfigureAwait(false); // The ticket is written, and the application may ask for a token.
        }

        await application.SignedIn(context).ConfigureAwait(false);
    }

    public override Task RedirectToReturnUrl(RedirectContext<CookieAuthenticationOptions> context) =>
        IsTokenWrite(context.Properties) ? Task.CompletedTask : application.RedirectToReturnUrl(context);

    public override Task SigningOut(CookieSigningOutContext context) => application.SigningOut(context);

    public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context) =>
        application.RedirectToLogin(context);

    public override Task RedirectToLogout(RedirectContext<CookieAuthenticationOptions> context) =>
        application.RedirectToLogout(context);

    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context) =>
        application.RedirectToAccessDenied(context);

    /// <summary>The response will carry a renewed ticket, with a life that begins now.</summary>
    private void WillRenew(AuthenticationProperties properties)
    {
        if (handler.Session is { } session)
        {
            session.Prolong(properties is { IssuedUtc: { } issued, ExpiresUtc: { } expires }
                ? SessionCeiling.End(properties, Moments.Add(handler.Now, expires - issued))
                : session.Current.EndsAt);
        }
    }
}
