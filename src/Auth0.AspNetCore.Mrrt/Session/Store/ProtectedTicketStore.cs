using System.Security.Cryptography;
using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;

namespace Auth0.AspNetCore.Mrrt.Session.Store;

/// <summary>
/// The framework's view of a session store: seals tickets on the way in, and gives them out with the newest tokens.
/// The session's name is inside the seal: a ticket filed under another name does not open (G6).
/// </summary>
internal sealed class ProtectedTicketStore(
    ISessionStore store,
    ISessionCoordinator coordinator,
    LiveSessions sessions,
    SessionProtector protector,
    StoredPrincipal storedPrincipal,
    IDataProtectionProvider dataProtection,
    TicketFormat format)
    : ITicketStore
{
    private readonly IDataProtector _protector = dataProtection.CreateProtector("Auth0.AspNetCore.Mrrt.Ticket.v2");

    /// <summary>Opens the tickets of earlier versions, which had one part.</summary>
    private readonly IDataProtector _earlier = dataProtection.CreateProtector("Auth0.AspNetCore.Mrrt.Ticket.v1");

    /// <summary>True when what an exchange commits is in the store at once. Otherwise each exchange renews the ticket, as in a store
    /// of the application's.</summary>
    public bool KeepsGenerations => ReferenceEquals(store, coordinator);

    public Task<string> StoreAsync(AuthenticationTicket ticket) => StoreAsync(ticket, CancellationToken.None);

    public async Task<string> StoreAsync(AuthenticationTicket ticket, CancellationToken cancellationToken)
    {
        var sessionId = NameOf(ticket) ?? SessionIdentity.Create();
        var isOfLogin = NamedByLogin.Take(ticket.Properties, sessionId);
        if (await store.ReadAsync(sessionId, cancellationToken).ConfigureAwait(false) is { } living)
        {
            if (isOfLogin && Open(living.Ticket) is { } first && first.AuthenticationScheme == ticket.AuthenticationScheme)
            {
                // Another callback of this login came first. Its ticket stays: the session may have changed since.
                return sessionId;
            }

            // The properties come from another session, which lives: under its key its cookie would open this ticket.
            sessionId = SessionIdentity.Create();
        }

        SessionIdentity.Name(ticket.Properties.Items, sessionId);
        // Not created when it has ended: its handle then opens nothing.
        await store.CreateAsync(sessionId, Close(ticket), ticket.Properties.ExpiresUtc, cancellationToken)
            .ConfigureAwait(false);
        await RemoveIfEndedAsync(sessionId, cancellationToken).ConfigureAwait(false);
        return sessionId;
    }

    public Task RenewAsync(string key, AuthenticationTicket ticket) => RenewAsync(key, ticket, CancellationToken.None);

    public async Task RenewAsync(string key, AuthenticationTicket ticket, CancellationToken cancellationToken)
    {
        if (NameOf(ticket) == key)
        {
            await store.RenewAsync(key, Close(ticket), ticket.Properties.ExpiresUtc, cancellationToken)
                .ConfigureAwait(false);
            await RemoveIfEndedAsync(key, cancellationToken).ConfigureAwait(false);
        }
    }

    public Task<AuthenticationTicket?> RetrieveAsync(string key) => RetrieveAsync(key, CancellationToken.None);

    public async Task<AuthenticationTicket?> RetrieveAsync(string key, CancellationToken cancellationToken)
    {
        if (await ReadAsync(key, cancellationToken).ConfigureAwait(false) is not { } stored
            || Open(stored.Ticket) is not { } ticket
            || NameOf(ticket) != key)
        {
            return null;
        }

        var tokens = TicketTokens.Read(ticket.Properties.Items);
        if (protector.Newer(tokens, stored.Newest) is { } newest)
        {
            if (SignInTicket.Newer(newest, tokens.SignIn.Generation, ticket.AuthenticationScheme) is { } newer)
            {
                return newer; // A late renewal has written over the ticket of this sign-in.
            }

            var principal = storedPrincipal.Of(ticket, newest);
            TicketTokens.Write(SignInTicket.Mark(ticket, newest), ticket.Properties.Items);
            ticket = new AuthenticationTicket(principal, ticket.Properties, ticket.AuthenticationScheme);
        }

        return ticket;
    }

    public Task RemoveAsync(string key) => RemoveAsync(key, CancellationToken.None);

    /// <summary>Ends the session first: a renewal that comes between finds out.</summary>
    public async Task RemoveAsync(string key, CancellationToken cancellationToken)
    {
        await sessions.EndAsync(key, until: null, cancellationToken).ConfigureAwait(false);
        if (!KeepsGenerations)
        {
            await store.RemoveAsync(key, cancellationToken).ConfigureAwait(false);
        }
    }

    private static string? NameOf(AuthenticationTicket ticket) =>
        TicketTokens.Read(ticket.Properties.Items) is { HasIdentity: true } tokens ? tokens.SessionId : null;

    /// <summary>Reads the session. A store that does not coordinate knows nothing of the session's end: the coordinator is asked, and
    /// learns on the way what the request's view takes over. The ticket is given as it is: an exchange has to see which tokens it
    /// lacks.</summary>
    private async Task<StoredSession?> ReadAsync(string key, CancellationToken cancellationToken)
    {
        var stored = await store.ReadAsync(key, cancellationToken).ConfigureAwait(false);
        if (stored is null || KeepsGenerations)
        {
            return stored;
        }

        SessionStatus status;
        try
        {
            status = await coordinator.GetStatusAsync(key, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SessionCoordinationException or TimeoutException)
        {
            status = coordinator.Peek(key); // The ticket is at hand: what this server knows has to do.
        }

        return status.Ended ? null : stored;
    }

    /// <summary>A store that does not coordinate may have brought back what has ended.</summary>
    private async ValueTask RemoveIfEndedAsync(string sessionId, CancellationToken cancellationToken)
    {
        if (!KeepsGenerations && sessions.HasEnded(sessionId))
        {
            await store.RemoveAsync(sessionId, cancellationToken).ConfigureAwait(false);
        }
    }

    private byte[] Close(AuthenticationTicket ticket) =>
        TwoParts.Protect(_protector, SessionTicketFormat.Bytes(ticket, format, out var separate), separate);

    private AuthenticationTicket? Open(ReadOnlyMemory<byte> sealedTicket)
    {
        try
        {
            return TwoParts.Unprotect(_protector, sealedTicket) is var (payload, sealedPart)
                ? SessionTicketFormat.Ticket(payload, sealedPart)
                : SessionTicketFormat.Ticket(_earlier.Unprotect(sealedTicket.ToArray()));
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null; // another application's, or keys that are gone: nobody is signed in
        }
    }
}
