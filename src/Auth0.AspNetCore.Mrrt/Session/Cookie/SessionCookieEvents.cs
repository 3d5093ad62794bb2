using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Auth0.AspNetCore.Mrrt.Session.Cookie;

/// <summary>
/// Stands before the application's cookie events. Keeping a token is no sign-in: the application does not hear of it.
/// </summary>
internal sealed class SessionCookieEvents(
    CookieAuthenticationEvents application, SessionCookieHandler handler) : CookieAuthenticationEvents
{
    private const string TokenWrite = "Auth0.AspNetCore.Mrrt.TokenWrite";

    public static void MarkTokenWrite(AuthenticationProperties properties) => properties.Parameters[TokenWrite] = true;

    public static bool IsTokenWrite(AuthenticationProperties? properties) =>
        properties?.Parameters.ContainsKey(TokenWrite) == true;

    public override Task CheckSlidingExpiration(CookieSlidingExpirationContext context) =>
        handler.CheckSlidingExpirationAsync(context, application);

    public override Task ValidatePrincipal(CookieValidatePrincipalContext context) =>
        handler.ValidateAsync(context, application);

    public override async Task SigningIn(CookieSigningInContext context)
    {
        if (!IsTokenWrite(context.Properties))
        {
            await application.SigningIn(context).ConfigureAwait(false);
            CarriedItems.Note(context.Properties.Items); // it may have put other tokens there
            if (ContinuedSignIn.Of(context.Properties) is { } continued)
            {
                await continued.CommitAsync(context.Principal!, context.Properties).ConfigureAwait(false);
            }
        }
    }

    public override Task SignedIn(CookieSignedInContext context) =>
        IsTokenWrite(context.Properties) ? Task.CompletedTask : application.SignedIn(context);

    public override Task RedirectToReturnUrl(RedirectContext<CookieAuthenticationOptions> context) =>
        IsTokenWrite(context.Properties) ? Task.CompletedTask : application.RedirectToReturnUrl(context);

    public override Task SigningOut(CookieSigningOutContext context) => application.SigningOut(context);

    public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context) =>
        application.RedirectToLogin(context);

    public override Task RedirectToLogout(RedirectContext<CookieAuthenticationOptions> context) =>
        application.RedirectToLogout(context);

    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context) =>
        application.RedirectToAccessDenied(context);
}
