using Auth0.AspNetCore.Mrrt.Tenant;
using Auth0.AspNetCore.Mrrt.TokenEndpoint;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Tests.TokenEndpoint;

/// <summary>The token client of an application, with the tenant that the application's options name for a scheme.</summary>
internal sealed class ClientOfScheme(IServiceProvider services)
{
    private readonly TokenClient _client = services.GetRequiredService<TokenClient>();
    private readonly ITenants _tenants = services.GetRequiredService<ITenants>();

    public Task<TokenRefreshResult> RefreshAsync(
        string scheme, string refreshToken, string? audience, string? scope, CancellationToken cancellationToken) =>
        _client.RefreshAsync(_tenants.Get(scheme), refreshToken, audience, scope, cancellationToken);

    public Task<GrantAnswer> RedeemCodeAsync(
        string scheme, IEnumerable<KeyValuePair<string, string>> request, CancellationToken cancellationToken) =>
        _client.RedeemCodeAsync(_tenants.Get(scheme), request, cancellationToken);

    public Task RevokeAsync(string scheme, string refreshToken, CancellationToken cancellationToken) =>
        _client.RevokeAsync(_tenants.Get(scheme), refreshToken, cancellationToken);
}
