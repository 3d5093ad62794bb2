using Auth0.AspNetCore.Mrrt.Testing;

namespace Auth0.AspNetCore.Mrrt.Storm.Faults;

/// <summary>What goes wrong at the tenant: always before it has rotated anything, since what is lost after that no client
/// can win back.</summary>
internal sealed class TenantWeather(TenantFaults faults, Random random, TimeProvider time)
{
    private const string Refresh = "refresh_token";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Between(200, 1200), time, cancellationToken);
                await NextAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            faults.Clear();
        }
    }

    private async Task NextAsync(CancellationToken cancellationToken)
    {
        switch (random.Next(6))
        {
            case 0:
                faults.Latency = Between(50, 300);
                await Task.Delay(Between(300, 1000), time, cancellationToken);
                faults.Latency = TimeSpan.Zero;
                break;
            case 1:
                Add(TokenFault.RateLimited(TimeSpan.FromSeconds(1), retryAfter: random.Next(2) == 0), atMost: 3);
                break;
            case 2:
                Add(TokenFault.Answer(503, "<h1>down</h1>", "text/html"), atMost: 3);
                break;
            case 3:
                Add(TokenFault.Answer(500), atMost: 2);
                break;
            case 4:
                Add(TokenFault.Drop(), atMost: 2);
                break;
            default:
                // Longer than the servers wait: the answer that never comes.
                Add(TokenFault.Drop().After(StormTimes.Backchannel + TimeSpan.FromSeconds(1)), atMost: 1);
                break;
        }
    }

    private void Add(TokenFault fault, int atMost) =>
        faults.Add(fault.ForGrant(Refresh).Times(1 + random.Next(atMost)));

    private TimeSpan Between(int least, int most) => TimeSpan.FromMilliseconds(random.Next(least, most));
}
