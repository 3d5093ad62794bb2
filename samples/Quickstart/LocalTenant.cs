using Auth0.AspNetCore.Mrrt.Testing;

namespace Quickstart;

/// <summary>
/// A tenant on this machine, set up as a real one has to be: rotation without an overlap period, and a refresh-token
/// policy for every API. It needs no account and no network.
/// </summary>
internal sealed class LocalTenant : IAsyncDisposable
{
    private const int Shown = 6;

    private readonly Auth0Tenant _tenant;

    private LocalTenant(Auth0Tenant tenant) => _tenant = tenant;

    /// <summary>Short enough that a visitor of the page can wait for the end of a token.</summary>
    public static TimeSpan AccessTokenLifetime { get; } = TimeSpan.FromMinutes(10);

    public static async Task<LocalTenant> StartAsync(TimeProvider clock)
    {
        var apis = SampleApi.Defaults;
        return new LocalTenant(await Auth0Tenant.StartAsync(options =>
        {
            options.TimeProvider = clock;
            foreach (var api in apis)
            {
                options.Apis.Add(new TenantApi
                {
                    Identifier = api.Audience,
                    Name = api.Name,
                    Scopes = [api.Scope],
                    AccessTokenLifetime = AccessTokenLifetime,
                });
            }

            options.Clients.Add(new TenantClient
            {
                ClientId = "quickstart-client",
                ClientSecret = "only-for-the-local-tenant",
                Name = "Quickstart",
                // A real tenant compares these letter by letter; the local one takes a star for a loopback port.
                Callbacks = ["http://localhost:*/callback", "http://127.0.0.1:*/callback"],
                LogoutUrls = ["http://localhost:*/", "http://127.0.0.1:*/"],
                RefreshTokenRotation = true,
                Leeway = TimeSpan.Zero,
                Policies =
                [
                    .. apis.Select(api => new RefreshTokenPolicy { Audience = api.Audience, Scopes = [api.Scope] }),
                ],
            });
        }));
    }

    public QuickstartSettings Settings() => new()
    {
        Domain = _tenant.Domain,
        ClientId = _tenant.Client.ClientId,
        ClientSecret = _tenant.Client.ClientSecret,
    };

    public TenantView View()
    {
        var exchanges = _tenant.Exchanges;
        return new(
            exchanges.Count,
            _tenant.ReuseDetections,
            _tenant.FamiliesRevoked,
            [.. exchanges.Select((exchange, index) => View(exchange, index + 1)).Reverse().Take(Shown)]);
    }

    /// <summary>A browser without a window for an application that uses this tenant.</summary>
    public TenantBrowser OpenBrowser(Uri application, TimeProvider clock) => new(_tenant, application, null, clock);

    public ValueTask DisposeAsync() => _tenant.DisposeAsync();

    private static ExchangeView View(TokenExchange exchange, int number) => new(
        number,
        exchange.Grant,
        exchange.IssuedAudience ?? exchange.RequestedAudience,
        exchange.Grant == "refresh_token" ? exchange.Generation : null,
        exchange.IssuedGeneration,
        exchange.Error ?? exchange.Outcome.ToString());
}
