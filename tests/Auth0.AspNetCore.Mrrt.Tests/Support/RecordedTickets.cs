using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Auth0.AspNetCore.Mrrt.Tests.Support;

/// <summary>A ticket store as an application might write it, which tells what it was asked. It creates on renewal what
/// is not there, as many do.</summary>
internal sealed class RecordedTickets : ITicketStore
{
    private readonly ConcurrentDictionary<string, byte[]> _tickets = new();
    private int _names;
    private int _renewals;

    public int Renewals => _renewals;

    public ICollection<string> Keys => _tickets.Keys;

    /// <summary>What happens on each call before anything else; may throw.</summary>
    public Action<string> Before { get; set; } = _ => { };

    /// <summary>Sees each ticket that is given out.</summary>
    public Action<AuthenticationTicket?> Given { get; set; } = _ => { };

    public Task<string> StoreAsync(AuthenticationTicket ticket)
    {
        Before("store");
        var key = Interlocked.Increment(ref _names).ToString(CultureInfo.InvariantCulture);
        _tickets[key] = TicketSerializer.Default.Serialize(ticket);
        return Task.FromResult(key);
    }

    public Task RenewAsync(string key, AuthenticationTicket ticket)
    {
        Before("renew");
        Interlocked.Increment(ref _renewals);
        _tickets[key] = TicketSerializer.Default.Serialize(ticket);
        return Task.CompletedTask;
    }

    public Task<AuthenticationTicket?> RetrieveAsync(string key)
    {
        Before("retrieve");
        var ticket = _tickets.TryGetValue(key, out var stored) ? TicketSerializer.Default.Deserialize(stored) : null;
        Given(ticket);
        return Task.FromResult(ticket);
    }

    public Task RemoveAsync(string key)
    {
        Before("remove");
        _tickets.TryRemove(key, out _);
        return Task.CompletedTask;
    }
}
