using Auth0.AspNetCore.Mrrt.Testing;

namespace Auth0.AspNetCore.Mrrt.EndToEnd.Support;

/// <summary>The certified provider of tests/real-op, on the machine's clock; the fixture starts and ends it.</summary>
internal sealed class RealSignInProvider(RealProvider provider) : ISignInProvider
{
    private const string Refresh = "refresh_token";

    public string Domain => provider.Authority;

    public string ClientId => RealProvider.ClientId;

    public string ClientSecret => RealProvider.ClientSecret;

    public IReadOnlyList<RefreshTokenPolicy> Apis { get; } =
    [
        new() { Audience = "https://api.example.com", Scopes = ["read:api"] },
        new() { Audience = "https://analytics.example.com", Scopes = ["read:analytics"] },
        new() { Audience = "https://admin.example.com", Scopes = ["read:admin"] },
    ];

    public string UserName => "Alice Example";

    public Task StartAsync(TimeProvider clock) => provider.ResetAsync();

    public Task RegisterApplicationAsync(Uri application) =>
        provider.RegisterApplicationAsync(new Uri(application, "/callback"), application);

    public async Task<ProviderTally> TallyAsync()
    {
        var counters = await provider.CountersAsync();
        return new ProviderTally
        {
            Exchanges = counters.TokenOk.GetValueOrDefault(Refresh),
            ExchangesByAudience = counters.RefreshByAudience,
            ReuseDetections = counters.ReuseDetections,
            FamiliesRevoked = counters.GrantsRevoked,
            Revocations = counters.Requests["revoke"],
            MaxTokenCallsInFlight = counters.TokenMaxInFlight,
            Logouts = counters.Logouts,
        };
    }

    public Task ForgetAsync() => provider.ResetAsync();

    public Task FailNextRefreshAsync(int status) =>
        provider.KnobsAsync(new() { FailNextToken = new() { Grant = Refresh, Status = status } });

    public Task LoseNextRefreshAnswerAsync() =>
        provider.KnobsAsync(new() { FailNextToken = new() { Grant = Refresh, Mode = "dropAfter" } });

    public Task SetOverlapAsync(TimeSpan overlap) =>
        provider.KnobsAsync(new() { LeewaySeconds = (int)overlap.TotalSeconds });

    public Task HoldTokenCallsAsync() => provider.HoldTokenCallsAsync();

    public Task TokenCallArrivedAsync() => provider.TokenCallsArrivedAsync(1);

    public Task ReleaseTokenCallsAsync() => provider.ReleaseTokenCallsAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
