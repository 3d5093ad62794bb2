using System.Runtime.ExceptionServices;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Session.Cookie;

/// <summary>How a session ends: in this browser in any case, and on the servers as far as they can be told.</summary>
internal sealed partial class SessionCookieHandler
{
    /// <summary>For a response that decided to renew the cookie just before the session ended.</summary>
    private static readonly TimeSpan LateRenewal = TimeSpan.FromMinutes(1);

    protected override async Task HandleSignOutAsync(AuthenticationProperties? properties)
    {
        Session?.SignOut(); // whatever follows: nothing more of it is given out
        var failure = await FailureOfAsync(EndCurrentAsync).ConfigureAwait(false);
        var failureHere = await FailureOfAsync(() => base.HandleSignOutAsync(properties)).ConfigureAwait(false);
        if ((failure ?? failureHere) is { } first)
        {
            TakeCookie();
            first.Throw();
        }
    }

    private async Task EndCurrentAsync()
    {
        AuthenticationTicket? ticket;
        try
        {
            ticket = await CurrentAsync().ConfigureAwait(false);
        }
        catch
        {
            await EndUnreadAsync().ConfigureAwait(false);
            throw;
        }

        // Where the request has not been authenticated there is no view yet.
        if (Session is null
            && ticket is not null
            && TicketTokens.Read(ticket.Properties.Items) is { HasIdentity: true } tokens
            && !sessions.HasEnded(tokens))
        {
            var left = new RequestSession(sessions.Newest(tokens));
            left.SignOut();
            RequestSessions.Replace(Context, Scheme.Name, left);
        }

        await EndAsync(ticket).ConfigureAwait(false);
    }

    /// <summary>Ends a session that its store does not give out at the moment, by the name that the request knows.</summary>
    private async Task EndUnreadAsync()
    {
        var key = StoredTicket.StoreKey(Context, Options);
        var name = Session?.Tokens is { HasIdentity: true } tokens ? tokens.SessionId : null;
        if ((name ?? (ApplicationStore is null ? key : null)) is { } sessionId)
        {
            await sessions.EndAsync(sessionId, LastRenewalEnds(TimeSpan.Zero)).ConfigureAwait(false);
        }

        await RemoveFromStoreAsync(key).ConfigureAwait(false);
    }

    /// <summary>Removes a ticket from a store of the application's; the library's own hears of the session's end.</summary>
    private Task RemoveFromStoreAsync(string? key) =>
        ApplicationStore is { } store && key is not null ? store.RemoveAsync(key) : Task.CompletedTask;

    /// <summary>When the last cookie expires that a response may be renewing now.</summary>
    /// <param name="life">How long the session's cookies last, where that is longer than the settings say.</param>
    private DateTimeOffset LastRenewalEnds(TimeSpan life) =>
        Moments.Add(
            TimeProvider.GetUtcNow() + LateRenewal, life > Options.ExpireTimeSpan ? life : Options.ExpireTimeSpan);

    private static async Task<ExceptionDispatchInfo?> FailureOfAsync(Func<Task> step)
    {
        try
        {
            await step().ConfigureAwait(false);
            return null;
        }
        catch (Exception e)
        {
            return ExceptionDispatchInfo.Capture(e);
        }
    }

    /// <summary>A sign-out that the servers could not hear of ends the session in this browser all the same, also where an
    /// error page drops the headers that were set before the response starts.</summary>
    private void TakeCookie()
    {
        if (!Response.HasStarted)
        {
            Delete();
            Response.OnStarting(() =>
            {
                Delete();
                return Task.CompletedTask;
            });
        }

        void Delete() => Options.CookieManager.DeleteCookie(Context, Options.Cookie.Name!, Options.Cookie.Build(Context));
    }

    /// <summary>Ends the session of a ticket. Another response may have renewed the cookie that this request brought: the
    /// end is remembered until the last one that can be around expires.</summary>
    private ValueTask EndAsync(AuthenticationTicket? ticket)
    {
        if (ticket?.Properties is not { ExpiresUtc: { } expires, IssuedUtc: { } issued })
        {
            return sessions.EndAsync(ticket, ticket?.Properties.ExpiresUtc);
        }

        var renewed = LastRenewalEnds(expires - issued);
        return sessions.EndAsync(ticket, renewed > expires ? renewed : expires);
    }
}
