using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Session.Store;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>Puts the session store behind the cookie schemes of the logins that asked for it.</summary>
internal sealed class UseSessionStore(
    IEnumerable<StoredSessions> stored,
    ISessionCoordinator coordinator,
    SessionSeal seal,
    StoredPrincipal storedPrincipal,
    IDataProtectionProvider dataProtection,
    IOptionsMonitor<Auth0WebAppOptions> logins) : IPostConfigureOptions<CookieAuthenticationOptions>
{
    public void PostConfigure(string? name, CookieAuthenticationOptions cookie)
    {
        var chosen = stored.LastOrDefault(login => logins.Get(login.Scheme).CookieAuthenticationScheme == name);
        if (chosen is null)
        {
            return;
        }

        cookie.SessionStore = chosen.Store ?? (coordinator is ISessionStore store
            ? new SealedTicketStore(store, seal, storedPrincipal, dataProtection, logins.Get(chosen.Scheme).TicketFormat)
            : throw new InvalidOperationException(
                $"The sessions of cookie scheme '{name}' are to live on the servers, but the application has registered "
                + $"a coordinator that is no {nameof(ISessionStore)}: give a ticket store."));
    }
}
