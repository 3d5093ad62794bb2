using Auth0.AspNetCore.Mrrt.Testing;

namespace Auth0.AspNetCore.Mrrt.EndToEnd.Support;

/// <summary>The local tenant on Kestrel, on the application's clock.</summary>
internal sealed class LocalTenantProvider : ISignInProvider
{
    private const string Refresh = "refresh_token";

    private Auth0Tenant? _tenant;
    private TokenCallGate? _gate;

    public string Domain => Tenant.Domain;

    public string ClientId => Tenant.Client.ClientId;

    public string ClientSecret => Tenant.Client.ClientSecret;

    public IReadOnlyList<RefreshTokenPolicy> Apis { get; } =
    [
        new() { Audience = "https://orders.example.com", Scopes = ["read:orders"] },
        new() { Audience = "https://inventory.example.com", Scopes = ["read:inventory"] },
        new() { Audience = "https://admin.example.com", Scopes = ["read:admin"] },
    ];

    public string UserName => Tenant.Users[0].Name;

    public Auth0Tenant Tenant => _tenant ?? throw new InvalidOperationException("The tenant was not started.");

    public async Task StartAsync(TimeProvider clock) => _tenant = await Auth0Tenant.StartAsync(options =>
    {
        options.TimeProvider = clock;
        options.Behavior.SilentSignIn = true;
    });

    // The client that the tenant comes with may be called back at any loopback port.
    public Task RegisterApplicationAsync(Uri application) => Task.CompletedTask;

    public Task<ProviderTally> TallyAsync()
    {
        TokenExchange[] granted =
        [
            .. Tenant.Exchanges.Where(exchange =>
                exchange.Grant == Refresh && exchange.Outcome == TokenExchangeOutcome.Granted),
        ];
        return Task.FromResult(new ProviderTally
        {
            Exchanges = granted.Length,
            ExchangesByAudience = granted.CountBy(exchange => exchange.RequestedAudience ?? "").ToDictionary(),
            ReuseDetections = Tenant.ReuseDetections,
            FamiliesRevoked = Tenant.FamiliesRevoked + Tenant.Counters.Revocations,
            Revocations = Tenant.Counters.Revocations,
            MaxTokenCallsInFlight = Tenant.Counters.MaxTokenCallsInFlight,
            Logouts = Tenant.Counters.Logouts,
        });
    }

    public Task ForgetAsync()
    {
        Tenant.ResetLog();
        return Task.CompletedTask;
    }

    public Task FailNextRefreshAsync(int status)
    {
        Tenant.Faults.Add(TokenFault.Answer(status, "<h1>Try again later</h1>", "text/html").ForGrant(Refresh));
        return Task.CompletedTask;
    }

    public Task LoseNextRefreshAnswerAsync()
    {
        Tenant.Faults.Add(TokenFault.Drop().AfterRotation().ForGrant(Refresh));
        return Task.CompletedTask;
    }

    public Task SetOverlapAsync(TimeSpan overlap)
    {
        Tenant.Client.Leeway = overlap;
        return Task.CompletedTask;
    }

    public Task HoldTokenCallsAsync()
    {
        _gate = Tenant.Faults.HoldTokenCalls();
        return Task.CompletedTask;
    }

    public Task TokenCallArrivedAsync() => _gate!.WaitForArrivalsAsync(1);

    public Task ReleaseTokenCallsAsync()
    {
        _gate?.Release();
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => _tenant?.DisposeAsync() ?? ValueTask.CompletedTask;
}
