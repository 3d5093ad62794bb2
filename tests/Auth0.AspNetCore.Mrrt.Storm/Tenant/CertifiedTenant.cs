using Auth0.AspNetCore.Mrrt.RealOp;
using Auth0.AspNetCore.Mrrt.Storm.Browsers;
using Auth0.AspNetCore.Mrrt.Storm.Judging;
using Auth0.AspNetCore.Mrrt.Testing;

namespace Auth0.AspNetCore.Mrrt.Storm.Tenant;

/// <summary>The certified OpenID Provider of tests/real-op, in a process of its own: nobody of this project wrote its
/// protocol part, so it cannot share a misreading with the library. Nothing goes wrong with it.</summary>
internal sealed class CertifiedTenant(CertifiedProvider provider, IReadOnlyList<string> users) : IStormTenant
{
    private const string SignIn = "authorization_code";

    private static readonly string[] Audiences =
        ["https://api.example.com", "https://analytics.example.com", "https://admin.example.com"];

    public string Domain => provider.Authority;

    public string ClientId => CertifiedProvider.ClientId;

    public string ClientSecret => CertifiedProvider.ClientSecret;

    /// <summary>As its tests/real-op/lib/tenant.mjs has them in the policies.</summary>
    public Apis Apis { get; } = new(
        Audiences,
        ["read:api write:api", "read:analytics export:analytics", "read:admin"],
        ["read:api", "read:analytics", "read:admin"]);

    public IReadOnlyList<string> Users => users;

    public TenantFaults? Faults => null;

    /// <exception cref="StormException">Something is missing; the message says how to get it.</exception>
    public static async Task<CertifiedTenant> StartAsync(IReadOnlyList<string> users)
    {
        if (NodePrograms.WhatIsMissing is { } missing)
        {
            throw new StormException(missing);
        }

        var provider = new CertifiedProvider();
        try
        {
            await provider.StartAsync();
            await provider.KnobsAsync(new ProviderKnobs
            {
                AccessTokenTtlByResource = Audiences.Zip(StormTimes.TokenLifetimes)
                    .ToDictionary(api => api.First, api => (int)api.Second.TotalSeconds),
                WidenLoginAudience = true, // a sign-in asks for some of its API's scopes, and later requests for the others
            });
            return new CertifiedTenant(provider, users);
        }
        catch
        {
            await provider.DisposeAsync();
            throw;
        }
    }

    public Task RegisterAsync(Uri server) => provider.RegisterApplicationAsync(new Uri(server, "/callback"), server);

    public async Task<TenantProgress> ProgressAsync()
    {
        var counters = await provider.CountersAsync();
        return new TenantProgress(
            counters.TokenOk.GetValueOrDefault(SignIn),
            counters.TokenByGrant.Values.Sum(),
            counters.ReuseDetections);
    }

    public async Task TestifyAsync(Evidence evidence)
    {
        var log = await provider.ExchangesAsync();
        var counters = await provider.CountersAsync();
        var issued = log.Select(exchange => exchange.AccessToken).ToHashSet(StringComparer.Ordinal);
        evidence.Exchanges = [.. log.Select(LoggedExchange.Of)];
        evidence.ReuseDetections = counters.ReuseDetections;
        evidence.FamiliesRevoked = counters.GrantsRevokedForReuse;
        evidence.IsIssued = token => issued.Contains(CertifiedProvider.HashOf(token));
    }

    public ValueTask DisposeAsync() => provider.DisposeAsync();
}
