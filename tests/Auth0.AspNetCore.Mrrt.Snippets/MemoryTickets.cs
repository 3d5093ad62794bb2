#region memory-tickets-usings
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
#endregion

namespace Auth0.AspNetCore.Mrrt.Snippets;

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
