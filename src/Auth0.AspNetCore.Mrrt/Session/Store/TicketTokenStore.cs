using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Auth0.AspNetCore.Mrrt.Session.Store;

/// <summary>Keeps tokens in a ticket store of the application's, under the key that the request's cookie names.</summary>
/// <param name="store">The application's store.</param>
/// <param name="key">The ticket's key.</param>
/// <param name="principals">Make the principal of a ticket. They were resolved in the request.</param>
/// <param name="sessions">Tells which sessions have ended.</param>
internal sealed class TicketTokenStore(
    ITicketStore store, string key, PrincipalRules principals, LiveSessions sessions) : ISessionTokenStore
{
    public async ValueTask<SessionTokens?> ReadAsync() =>
        await RetrieveAsync().ConfigureAwait(false) is { } ticket ? TicketTokens.Read(ticket.Properties.Items) : null;

    public async ValueTask<bool> KeepAsync(SessionTokens tokens)
    {
        if (await RetrieveAsync().ConfigureAwait(false) is not { } ticket
            || TicketTokens.Read(ticket.Properties.Items) is not { } stored
            || stored.SessionId != tokens.SessionId)
        {
            return false;
        }

        if (stored.Generation >= tokens.Generation)
        {
            return true; // another server has gone on from it
        }

        // A sign-in may have committed its generation, and not yet written its ticket.
        ticket = SignInTicket.Newer(tokens, stored.SignIn.Generation, ticket.AuthenticationScheme) ?? ticket;
        var properties = ticket.Properties.Clone(); // the store may hand the same ticket to many
        TicketTokens.Write(SignInTicket.Mark(ticket, tokens), properties.Items);
        var renewed = new AuthenticationTicket(
            principals.Of(ticket, tokens), properties, ticket.AuthenticationScheme);
        try
        {
            await store.RenewAsync(key, renewed).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            throw OutOfReach(e);
        }

        return !await RemoveIfEndedAsync(tokens).ConfigureAwait(false);
    }

    /// <summary>A sign-out ends the session before it removes the ticket: one that came between a look and a renewal,
    /// which in many stores creates what is not there, shows afterwards.</summary>
    /// <returns>Whether the session has ended.</returns>
    public async ValueTask<bool> RemoveIfEndedAsync(SessionTokens tokens)
    {
        if (!sessions.HasEnded(tokens))
        {
            return false;
        }

        try
        {
            await store.RemoveAsync(key).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            throw OutOfReach(e);
        }

        return true;
    }

    private static SessionCoordinationException OutOfReach(Exception e) => new("The ticket store failed.", e);

    private async Task<AuthenticationTicket?> RetrieveAsync()
    {
        try
        {
            return await store.RetrieveAsync(key).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            throw OutOfReach(e);
        }
    }
}
