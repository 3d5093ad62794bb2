using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Session.Store;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>Puts the session store behind the cookie schemes of the logins that asked for it.</summary>
internal sealed class UseSessionStore(
    IEnumerable<StoredSessions> stored,
    ISessionCoordinator coordinator,
    LiveSessions sessions,
    SessionProtector protector,
    StoredPrincipal storedPrincipal,
    IDataProtectionProvider dataProtection,
    CookieSchemes schemes,
    IServiceProvider services) : IPostConfigureOptions<CookieAuthenticationOptions>
{
    public void PostConfigure(string? name, CookieAuthenticationOptions cookie)
    {
        var chosen = stored.LastOrDefault(login => schemes.Of(login.Scheme) == name);
        if (chosen is null)
        {
            return;
        }

        cookie.SessionStore = chosen.Store is { } own ? Own(own, name) : Ours(chosen.Scheme);
    }

    private ITicketStore Own(Func<IServiceProvider, ITicketStore> store, string? name) =>
        store(services)
        ?? throw new InvalidOperationException(
            $"The function given to WithSessionStore returned no ticket store for cookie scheme '{name}': return one.");

    private ProtectedTicketStore Ours(string scheme) => new(
        services.GetRequiredService<ISessionStore>(),
        coordinator,
        sessions,
        protector,
        storedPrincipal,
        dataProtection,
        schemes.TicketFormatOf(scheme));
}
