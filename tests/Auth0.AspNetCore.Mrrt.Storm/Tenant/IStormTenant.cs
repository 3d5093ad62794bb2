using Auth0.AspNetCore.Mrrt.Storm.Browsers;
using Auth0.AspNetCore.Mrrt.Storm.Judging;
using Auth0.AspNetCore.Mrrt.Testing;

namespace Auth0.AspNetCore.Mrrt.Storm.Tenant;

/// <summary>Signs the users in and issues the tokens: with strict rotation, so that every refresh token that is
/// presented twice is found out, and with tokens that live for seconds.</summary>
internal interface IStormTenant : IAsyncDisposable
{
    string Domain { get; }

    string ClientId { get; }

    string ClientSecret { get; }

    Apis Apis { get; }

    IReadOnlyList<string> Users { get; }

    /// <summary>What can be made to go wrong; none where nothing can.</summary>
    TenantFaults? Faults { get; }

    /// <summary>Tells the tenant where a server wants its users back.</summary>
    Task RegisterAsync(Uri server);

    /// <summary>How far it is.</summary>
    Task<TenantProgress> ProgressAsync();

    /// <summary>Lays its log open.</summary>
    Task TestifyAsync(Evidence evidence);
}
