using Auth0.AspNetCore.Mrrt.Testing.Hosting;
using Auth0.AspNetCore.Mrrt.Testing.Http;
using Auth0.AspNetCore.Mrrt.Testing.Sessions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Testing.Authorize;

/// <summary><c>/authorize</c>: answers at once if it can, else sends the browser to the login page.</summary>
internal sealed class AuthorizeEndpoint(
    CallbackTargetReader targets,
    AuthorizeRequestReader requests,
    TenantSessions sessions,
    Consents consents,
    SignInCompletion completion,
    Transactions<AuthorizeRequest> transactions,
    Registrations registrations,
    TenantBehavior behavior,
    TimeProvider clock,
    TenantCounters counters,
    ILogger logger)
{
    public async Task HandleAsync(HttpContext http)
    {
        counters.Add(TenantCounters.Count.AuthorizeRequests);
        var parameters = await RequestParameters.FromQueryOrFormAsync(http.Request).ConfigureAwait(false);
        if (!targets.TryRead(parameters, out var target, out var problem))
        {
            logger.AuthorizeNotAnswered(problem);
            await HtmlPage.WriteErrorAsync(
                http.Response, StatusCodes.Status403Forbidden, "Oops!, something went wrong", problem)
                .ConfigureAwait(false);
            return;
        }

        var (request, error) = requests.Read(parameters, target);
        await (request is null
            ? RefuseAsync(http, target, error!)
            : AnswerAsync(http, request)).ConfigureAwait(false);
    }

    private Task AnswerAsync(HttpContext http, AuthorizeRequest request)
    {
        var session = sessions.Find(http.Request);
        var needsLogin = session is null || request.ForcesLogin || IsTooOld(session, request.MaxAge);
        var needsConsent = session is not null
            && (consents.AreMissing(request, session.User) || request.Prompt.Contains("consent"));
        if (!needsLogin && !needsConsent && !SwitchesUser(session!, request))
        {
            return completion.CompleteAsync(http, request, session!);
        }

        if (request.IsSilent)
        {
            return RefuseAsync(
                http, request.Target, needsLogin ? AuthorizeError.LoginRequired : AuthorizeError.ConsentRequired);
        }

        if (behavior.SilentSignIn)
        {
            return SignInSilentlyAsync(http, request, session);
        }

        http.Response.Redirect($"{LoginPage.Path}?state={transactions.Open(request)}");
        return Task.CompletedTask;
    }

    private Task SignInSilentlyAsync(HttpContext http, AuthorizeRequest request, TenantSession? session)
    {
        var user = request.LoginHint is { } hint
            ? registrations.FindUser(hint)
            : session?.User ?? registrations.ActiveUsers.FirstOrDefault();
        if (user is null)
        {
            return RefuseAsync(http, request.Target, new AuthorizeError(
                "access_denied", "Silent sign-in: login_hint names no user of the tenant"));
        }

        consents.Give(request, user);
        return completion.CompleteAsync(http, request, sessions.SignIn(http, user));
    }

    // A hint for somebody else is only a hint, except where it is the sole way to choose the user.
    private bool SwitchesUser(TenantSession session, AuthorizeRequest request) =>
        behavior.SilentSignIn
        && !request.IsSilent
        && request.LoginHint is { } hint
        && registrations.FindUser(hint) != session.User;

    private bool IsTooOld(TenantSession session, TimeSpan? maxAge) =>
        maxAge is { } age && clock.GetUtcNow() >= session.AuthenticatedAt + age;

    private Task RefuseAsync(HttpContext http, CallbackTarget target, AuthorizeError error)
    {
        logger.AuthorizeRefused(target.Client.ClientId, error.Code, error.Description);
        return CallbackReply.SendErrorAsync(http.Response, target, error);
    }
}
