using System.Collections.Concurrent;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tenant;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Login.Callback;

/// <summary>
/// Joins requests that bring one callback at once, such as a page that is reloaded while it loads. The code is presented
/// once (RFC 6749, section 4.1.2), and each request gets the tokens. Each request has shown the login's cookie before.
/// </summary>
internal sealed class CallbackFlights
{
    private readonly ConcurrentDictionary<(string Scheme, string Login, string Code), Lazy<Task<CallbackFlight>>> _flights = new();

    public async Task<CallbackFlight> JoinAsync(
        TenantSettings tenant, AuthenticationProperties login, string code, Func<Task<TokenRefreshResult>> redeem)
    {
        var key = (tenant.Scheme, LoginItems.Read(login.Items, LoginItems.Correlation) ?? "", code);
        var flight = _flights.GetOrAdd(key, _ => new Lazy<Task<CallbackFlight>>(() => RunAsync(redeem)));
        try
        {
            return await flight.Value.ConfigureAwait(false);
        }
        finally
        {
            _flights.TryRemove(KeyValuePair.Create(key, flight));
        }
    }

    private static async Task<CallbackFlight> RunAsync(Func<Task<TokenRefreshResult>> redeem) =>
        new(await redeem().ConfigureAwait(false), SessionIdentity.Create());
}
