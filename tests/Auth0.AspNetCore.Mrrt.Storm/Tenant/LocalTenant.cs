using System.Globalization;
using Auth0.AspNetCore.Mrrt.Testing;

namespace Auth0.AspNetCore.Mrrt.Storm.Tenant;

/// <summary>The tenant of a storm: one user for each session, short-lived tokens, and rotation without an overlap
/// period, so that every refresh token that is presented twice is found out.</summary>
internal static class StormTenant
{
    private static readonly string[] Names = ["orders", "inventory", "reports"];

    public static Task<Auth0Tenant> StartAsync(int users, CancellationToken cancellationToken) => Auth0Tenant.StartAsync(
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

            for (var number = 0; number < users; number++)
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"user-{number:D4}");
                options.Users.Add(new TenantUser { Id = $"auth0|{name}", Name = name, Email = $"{name}@example.com" });
            }
        },
        cancellationToken);
}
