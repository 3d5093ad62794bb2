using Auth0.AspNetCore.Mrrt.EndToEnd.Contract;
using Auth0.AspNetCore.Mrrt.EndToEnd.Support;
using Auth0.AspNetCore.Mrrt.RealOp;

namespace Auth0.AspNetCore.Mrrt.EndToEnd;

[Collection(SharedRealProvider.Name)]
[NeedsRealPart(RealPart.NodeProvider)]
public sealed class RealProviderRefreshTests(RealProvider provider) : RefreshContract(new RealSignInProvider(provider))
{
    private const string Refresh = "refresh_token";

    internal override IReadOnlyDictionary<RefreshCondition, string> AlwaysSent { get; } =
        new Dictionary<RefreshCondition, string>
        {
            [RefreshCondition.NoIdToken] = "id_token",
            [RefreshCondition.NoScope] = "scope",
            [RefreshCondition.NoExpiresIn] = "expires_in",
        };

    private protected override Task PrepareAsync(RefreshCondition condition) => condition switch
    {
        RefreshCondition.RateLimited => FailAsync(new()
        {
            Grant = Refresh,
            Status = 429,
            Error = "too_many_requests",
            RetryAfter = (int)Wait.TotalSeconds,
        }),
        RefreshCondition.Unavailable => FailAsync(new() { Grant = Refresh, Status = 503, Error = "temporarily_unavailable" }),
        RefreshCondition.NoAnswer => FailAsync(new() { Grant = Refresh, Mode = "drop" }),
        RefreshCondition.NotRotated => provider.KnobsAsync(new() { Rotate = false }),
        RefreshCondition.Granted or RefreshCondition.OtherAudience or RefreshCondition.DroppedScope
            or RefreshCondition.SpentToken or RefreshCondition.WrongSecret => Task.CompletedTask,
        _ => throw new InvalidOperationException($"The provider cannot bring about {condition}."),
    };

    private Task FailAsync(ProviderFault fault) => provider.KnobsAsync(new() { FailNextToken = fault });
}
