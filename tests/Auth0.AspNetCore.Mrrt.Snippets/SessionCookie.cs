using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using Auth0.AspNetCore.Mrrt.Registration;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Snippets;

internal static class SessionCookie
{
    public static void Format(Auth0WebAppOptions options)
    {
        #region ticket-format
        options.TicketFormat = TicketFormat.Framework;
        #endregion
    }

    public static async Task ChangeClaims(HttpContext http)
    {
        #region sign-in-claims
        var session = await http.AuthenticateAsync();
        var user = session.Principal!.Clone();
        var identity = (ClaimsIdentity)user.Identity!;
        identity.TryRemoveClaim(identity.FindFirst("plan"));
        identity.AddClaim(new Claim("plan", "premium"));
        await http.SignInAsync(user, session.Properties);
        #endregion
    }

    public static async Task Replace(HttpContext http)
    {
        #region sign-out-and-in
        var session = await http.AuthenticateAsync();
        await http.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        await http.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, session.Principal!, session.Properties);
        #endregion
    }

    public static void InMemory(Auth0WebAppAuthenticationBuilder auth0)
    {
        #region session-store-in-memory
        auth0.WithSessionStore();
        #endregion
    }

    public static void Store(Auth0WebAppAuthenticationBuilder auth0)
    {
        #region session-store
        auth0.WithSessionStore(new MemoryTickets());
        #endregion
    }

    public static void Limits(WebApplicationBuilder builder)
    {
        #region header-limits
        builder.WebHost.ConfigureKestrel(options => options.Limits.MaxRequestHeadersTotalSize = 64 * 1024);
        #endregion
    }
}

#region memory-tickets
public sealed class MemoryTickets : ITicketStore
{
    // Bytes, not tickets: requests at once must not share an object that each of them may change.
    private readonly ConcurrentDictionary<string, byte[]> _tickets = new();

    public Task<string> StoreAsync(AuthenticationTicket ticket)
    {
        var key = RandomNumberGenerator.GetHexString(32);
        _tickets[key] = TicketSerializer.Default.Serialize(ticket);
        return Task.FromResult(key);
    }

    public Task RenewAsync(string key, AuthenticationTicket ticket)
    {
        // Only what is there: a renewal that comes after the sign-out must not bring the ticket back.
        var renewed = TicketSerializer.Default.Serialize(ticket);
        while (_tickets.TryGetValue(key, out var stored) && !_tickets.TryUpdate(key, renewed, stored))
        {
        }

        return Task.CompletedTask;
    }

    public Task<AuthenticationTicket?> RetrieveAsync(string key) => Task.FromResult(
        _tickets.TryGetValue(key, out var stored) ? TicketSerializer.Default.Deserialize(stored) : null);

    public Task RemoveAsync(string key)
    {
        _tickets.TryRemove(key, out _);
        return Task.CompletedTask;
    }
}
#endregion
