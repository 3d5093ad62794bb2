using Auth0.AspNetCore.Mrrt.Testing.Grants;
using Auth0.AspNetCore.Mrrt.Testing.Sessions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Testing.Authorize;

/// <summary>The last step of a sign-in: what is granted, and the code that stands for it.</summary>
internal sealed class SignInCompletion(
    AuthorizationCodes codes, TenantCounters counters, ILogger logger)
{
    public Task CompleteAsync(HttpContext http, AuthorizeRequest request, TenantSession session)
    {
        var user = session.User;
        if (user.Blocked)
        {
            return CallbackReply.SendErrorAsync(http.Response, request.Target, AuthorizeError.Blocked);
        }

        if (request.Organization is { } organization && !organization.HasMember(user))
        {
            return CallbackReply.SendErrorAsync(http.Response, request.Target, new AuthorizeError(
                "access_denied", $"user {user.Id} is not part of the {organization.Id} organization"));
        }

        var client = request.Target.Client;
        var granted = LoginScopes.Grant(client, request.Api, user, request.Scopes);
        counters.Add(TenantCounters.Count.Authorizations);
        logger.SignedIn(user.Id, client.ClientId, request.Api?.Identifier);
        return CallbackReply.SendCodeAsync(http.Response, request.Target, codes.Issue(request, new LoginGrant
        {
            Client = client,
            User = user,
            Audience = request.Api?.Identifier,
            Scopes = granted,
            SessionId = session.Id,
            Organization = request.Organization,
            AuthenticatedAt = request.WantsAuthTime ? session.AuthenticatedAt : null,
        }));
    }
}
