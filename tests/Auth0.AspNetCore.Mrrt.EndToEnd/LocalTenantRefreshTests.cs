using Auth0.AspNetCore.Mrrt.EndToEnd.Contract;
using Auth0.AspNetCore.Mrrt.EndToEnd.Support;
using Auth0.AspNetCore.Mrrt.Testing;

namespace Auth0.AspNetCore.Mrrt.EndToEnd;

public sealed class LocalTenantRefreshTests() : RefreshContract(new LocalTenantProvider())
{
    internal override IReadOnlyDictionary<RefreshCondition, string> AlwaysSent { get; } =
        new Dictionary<RefreshCondition, string>();

    private Auth0Tenant Tenant => ((LocalTenantProvider)Provider).Tenant;

    private protected override Task PrepareAsync(RefreshCondition condition)
    {
        switch (condition)
        {
            case RefreshCondition.RateLimited:
                Fail(TokenFault.RateLimited(Wait, retryAfter: true));
                break;
            case RefreshCondition.Unavailable:
                Fail(TokenFault.Error(503, "temporarily_unavailable"));
                break;
            case RefreshCondition.NoAnswer:
                Fail(TokenFault.Drop());
                break;
            case RefreshCondition.NoIdToken:
                Tenant.Behavior.OmitIdTokenOnRefresh = true;
                break;
            case RefreshCondition.NoScope:
                Tenant.Behavior.OmitScope = true;
                break;
            case RefreshCondition.NoExpiresIn:
                Tenant.Behavior.OmitExpiresIn = true;
                break;
            case RefreshCondition.NotRotated:
                Tenant.Client.RefreshTokenRotation = false;
                break;
            case RefreshCondition.Granted:
            case RefreshCondition.OtherAudience:
            case RefreshCondition.DroppedScope:
            case RefreshCondition.SpentToken:
            case RefreshCondition.WrongSecret:
                break; // the tenant does that itself
            default:
                throw new ArgumentOutOfRangeException(nameof(condition), condition, "Nobody knows how.");
        }

        return Task.CompletedTask;
    }

    private void Fail(TokenFault fault) => Tenant.Faults.Add(fault.ForGrant("refresh_token"));
}
