using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Snippets;

#region testing-without-a-tenant
public sealed class GivenAccessTokens(AccessTokenResult result) : IAccessTokens
{
    public ValueTask<AccessTokenResult> GetAsync(
        HttpContext httpContext, AccessTokenRequest? request, string? scheme, CancellationToken cancellationToken) =>
        ValueTask.FromResult(result);

    public ValueTask<IReadOnlyList<AccessTokenResult>> GetManyAsync(
        HttpContext httpContext, IReadOnlyList<AccessTokenRequest> requests, string? scheme, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<AccessTokenResult>>([.. requests.Select(_ => result)]);
}
#endregion

internal static class WithoutATenant
{
    public static AccessTokenResult Register(IServiceCollection services)
    {
        #region testing-given-tokens
        var token = new AccessToken("a-token", TimeProvider.System.GetUtcNow().AddHours(1), scope: "read:orders");
        services.AddSingleton<IAccessTokens>(new GivenAccessTokens(AccessTokenResult.Granted(token)));

        var blocked = AccessTokenResult.Failed(AccessTokenFailure.UserBlocked, "user is blocked");
        #endregion
        return blocked;
    }
}
