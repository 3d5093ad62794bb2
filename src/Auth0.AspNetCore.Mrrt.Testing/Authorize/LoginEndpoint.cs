using Auth0.AspNetCore.Mrrt.Testing.Hosting;
using Auth0.AspNetCore.Mrrt.Testing.Http;
using Auth0.AspNetCore.Mrrt.Testing.Sessions;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Testing.Authorize;

/// <summary>The login page and what its buttons do.</summary>
internal sealed class LoginEndpoint(
    Transactions<AuthorizeRequest> transactions,
    Registrations registrations,
    TenantSessions sessions,
    Consents consents,
    SignInCompletion completion)
{
    public async Task HandleAsync(HttpContext http)
    {
        var parameters = await RequestParameters.FromQueryOrFormAsync(http.Request).ConfigureAwait(false);
        var transaction = parameters["state"];
        if (!transactions.TryFind(transaction, out var request))
        {
            await HtmlPage.WriteErrorAsync(
                http.Response,
                StatusCodes.Status400BadRequest,
                "This sign-in is over",
                "It has been finished already or has waited too long. Start again from the application.")
                .ConfigureAwait(false);
        }
        else if (HttpMethods.IsPost(http.Request.Method))
        {
            await AnswerAsync(http, parameters, transaction!, request).ConfigureAwait(false);
        }
        else
        {
            await ShowAsync(http, transaction!, request).ConfigureAwait(false);
        }
    }

    private Task AnswerAsync(
        HttpContext http, RequestParameters parameters, string transaction, AuthorizeRequest request)
    {
        if (parameters["action"] == LoginPage.Deny)
        {
            transactions.Close(transaction);
            return CallbackReply.SendErrorAsync(http.Response, request.Target, AuthorizeError.Denied);
        }

        if (registrations.ActiveUsers.FirstOrDefault(user => user.Id == parameters["user"]) is not { } user)
        {
            return ShowAsync(http, transaction, request);
        }

        transactions.Close(transaction);
        consents.Give(request, user);
        return completion.CompleteAsync(http, request, sessions.SignIn(http, user));
    }

    private Task ShowAsync(HttpContext http, string transaction, AuthorizeRequest request) =>
        HtmlPage.WriteAsync(
            http.Response,
            StatusCodes.Status200OK,
            "Sign in",
            LoginPage.Render(transaction, request, registrations.ActiveUsers));
}
