using System.Collections.Concurrent;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tenant;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Login.Callback;

/// <summary>
/// Joins requests that bring one callback, such as a page that is reloaded while it loads. The code is presented once (RFC
/// 6749, section 4.1.2), and each request gets the tokens. Each request has shown the login's cookie before.
/// </summary>
internal sealed class CallbackFlights(TimeProvider time)
{
    /// <summary>A browser may have sent its second request before it read the answer to the first.</summary>
    public static readonly TimeSpan KeptAfterResponse = TimeSpan.FromSeconds(5);

    /// <summary>Redeemed codes in memory. Beyond that number a redeemed code is forgotten at once.</summary>
    public const int MostKept = 1000;

    private readonly ConcurrentDictionary<(string Scheme, string Login, string Code), Redemption> _redemptions = new();

    private int _kept;

    /// <summary>The redemptions that a request can join.</summary>
    public int Count => _redemptions.Count;

    public async Task<CallbackFlight> JoinAsync(
        TenantSettings tenant,
        AuthenticationProperties login,
        string code,
        HttpResponse response,
        Func<Task<GrantAnswer>> redeem)
    {
        var key = (tenant.Scheme, LoginItems.Read(login.Items, LoginItems.Correlation) ?? "", code);
        var own = new Redemption(key, redeem);
        var redemption = _redemptions.GetOrAdd(key, own);
        var isKept = redemption != own;
        try
        {
            var flight = await redemption.Flight.ConfigureAwait(false);
            isKept = isKept || (flight.Answer.Succeeded && TryKeep());
            if (isKept)
            {
                HoldUntilCompleted(redemption, response);
            }

            return flight;
        }
        finally
        {
            if (!isKept)
            {
                _redemptions.TryRemove(KeyValuePair.Create(key, own));
            }
        }
    }

    private bool TryKeep()
    {
        if (Interlocked.Increment(ref _kept) <= MostKept)
        {
            return true;
        }

        Interlocked.Decrement(ref _kept);
        return false;
    }

    /// <summary>Keeps a redeemed code until the response has gone out, and a little longer.</summary>
    private void HoldUntilCompleted(Redemption redemption, HttpResponse response)
    {
        redemption.Hold();
        response.OnCompleted(() =>
        {
            _ = ReleaseLaterAsync(redemption);
            return Task.CompletedTask;
        });
    }

    private async Task ReleaseLaterAsync(Redemption redemption)
    {
        await Task.Delay(KeptAfterResponse, time, CancellationToken.None).ConfigureAwait(false);
        if (redemption.ReleaseIsLast() && _redemptions.TryRemove(KeyValuePair.Create(redemption.Key, redemption)))
        {
            Interlocked.Decrement(ref _kept);
        }
    }

    /// <summary>One code at the token endpoint, and the requests that hold its answer.</summary>
    private sealed class Redemption((string Scheme, string Login, string Code) key, Func<Task<GrantAnswer>> redeem)
    {
        private readonly Lazy<Task<CallbackFlight>> _flight = new(
            async () => new(await redeem().ConfigureAwait(false), SessionIdentity.Create()));

        private int _holders;

        public (string Scheme, string Login, string Code) Key => key;

        public Task<CallbackFlight> Flight => _flight.Value;

        public void Hold() => Interlocked.Increment(ref _holders);

        public bool ReleaseIsLast() => Interlocked.Decrement(ref _holders) == 0;
    }
}
