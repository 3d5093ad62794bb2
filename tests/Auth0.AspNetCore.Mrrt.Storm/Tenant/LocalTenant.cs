using Auth0.AspNetCore.Mrrt.Storm.Browsers;
using Auth0.AspNetCore.Mrrt.Storm.Judging;
using Auth0.AspNetCore.Mrrt.Testing;

namespace Auth0.AspNetCore.Mrrt.Storm.Tenant;

/// <summary>The local tenant, in this process: it can be made to fail in every way, and knows every token it issued.</summary>
internal sealed class LocalTenant(Auth0Tenant tenant) : IStormTenant
{
    private static readonly string[] Names = ["orders", "inventory", "reports"];

    public string Domain => tenant.Domain;

    public string ClientId => tenant.Client.ClientId;

    public string ClientSecret => tenant.Client.ClientSecret;

    public Apis Apis { get; } = new(
        [.. tenant.Apis.Select(api => api.Identifier)],
        [.. tenant.Apis.Select(api => string.Join(' ', api.Scopes))],
        [.. tenant.Apis.Select(api => api.Scopes[0])]);

    public IReadOnlyList<string> Users { get; } = [.. tenant.Users.Select(user => user.Id)];

    public TenantFaults Faults => tenant.Faults;

    public static async Task<LocalTenant> StartAsync(IReadOnlyList<string> users, CancellationToken cancellationToken) =>
        new(await Auth0Tenant.StartAsync(
            options =>
            {
                options.KeepIssuedSecrets = true; // so that a token that is not the tenant's is found out
                options.Behavior.SilentSignIn = true;
                foreach (var (name, lifetime) in Names.Zip(StormTimes.TokenLifetimes))
                {
                    options.Apis.Add(new TenantApi
                    {
                        Identifier = $"https://{name}.example.com",
                        Scopes = ["read:items", "write:items"], // the same for all: only the audience tells them apart
                        AccessTokenLifetime = lifetime,
                    });
                }

                foreach (var user in users)
                {
                    var name = user.Split('|')[^1];
                    options.Users.Add(new TenantUser { Id = user, Name = name, Email = $"{name}@example.com" });
                }
            },
            cancellationToken));

    /// <summary>The client that the tenant comes with may be called back at any loopback port.</summary>
    public Task RegisterAsync(Uri server) => Task.CompletedTask;

    public Task<TenantProgress> ProgressAsync() => Task.FromResult(new TenantProgress(
        tenant.Counters.Logins, tenant.Counters.Exchanges, tenant.ReuseDetections));

    public Task TestifyAsync(Evidence evidence)
    {
        evidence.Exchanges = [.. tenant.Exchanges.Select(LoggedExchange.Of)];
        evidence.ReuseDetections = tenant.ReuseDetections;
        evidence.FamiliesRevoked = tenant.FamiliesRevoked;
        evidence.IsIssued = tenant.IssuedSecrets.ToHashSet(StringComparer.Ordinal).Contains;
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => tenant.DisposeAsync();
}
