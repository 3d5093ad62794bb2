using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Auth0.AspNetCore.Mrrt.Session;

/// <summary>
/// Stands before the application's cookie events. Keeping a token is no sign-in: the application does not hear of it.
/// </summary>
internal sealed class SessionCookieEvents(
    CookieAuthenticationEvents inner, Func<CookieValidatePrincipalContext, CookieAuthenticationEvents, Task> validate)
    : CookieAuthenticationEvents
{
    private const string TokenWrite = "Auth0.AspNetCore.Mrrt.TokenWrite";

    public static void MarkTokenWrite(AuthenticationProperties properties) => properties.Parameters[TokenWrite] = true;

    public static bool IsTokenWrite(AuthenticationProperties? properties) =>
        properties?.Parameters.ContainsKey(TokenWrite) == true;

    public override Task ValidatePrincipal(CookieValidatePrincipalContext context) => validate(context, inner);

    public override Task CheckSlidingExpiration(CookieSlidingExpirationContext context) =>
        inner.CheckSlidingExpiration(context);

    public override Task SigningIn(CookieSigningInContext context) =>
        IsTokenWrite(context.Properties) ? Task.CompletedTask : inner.SigningIn(context);

    public override Task SignedIn(CookieSignedInContext context) =>
        IsTokenWrite(context.Properties) ? Task.CompletedTask : inner.SignedIn(context);

    public override Task RedirectToReturnUrl(RedirectContext<CookieAuthenticationOptions> context) =>
        IsTokenWrite(context.Properties) ? Task.CompletedTask : inner.RedirectToReturnUrl(context);

    public override Task SigningOut(CookieSigningOutContext context) => inner.SigningOut(context);

    public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context) =>
        inner.RedirectToLogin(context);

    public override Task RedirectToLogout(RedirectContext<CookieAuthenticationOptions> context) =>
        inner.RedirectToLogout(context);

    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context) =>
        inner.RedirectToAccessDenied(context);
}
