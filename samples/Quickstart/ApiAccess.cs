using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;

namespace Quickstart;

/// <summary>
/// How an API protects itself: it validates the access token with ASP.NET Core's own handler, and a policy requires
/// the scope. An API in a process of its own needs one scheme. Here each API's scheme and policy have the API's name.
/// </summary>
internal static class ApiAccess
{
    public static void AddApiAccess(
        this IServiceCollection services, SampleApi api, string issuer, TimeProvider clock)
    {
        services.AddAuthentication().AddJwtBearer(api.Name, options =>
        {
            // The discovery document at this address names the issuer and the keys that sign its tokens.
            options.Authority = issuer;
            options.Audience = api.Audience;

            // Only the local tenant has no https.
            options.RequireHttpsMetadata = !new Uri(issuer).IsLoopback;

            // The claims keep their names: "sub" and "scope", not the long ones of older frameworks.
            options.MapInboundClaims = false;
            options.TokenValidationParameters.ValidAlgorithms = [SecurityAlgorithms.RsaSha256];

            // Auth0 compares identifiers letter by letter. "https://a" and "https://a/" are two APIs.
            options.TokenValidationParameters.IgnoreTrailingSlashWhenValidatingAudience = false;

            // The sample's clock can be moved. An API that reads the machine's clock leaves this line out.
            options.TokenValidationParameters.LifetimeValidator = (from, until, _, _) => IsValidNow(from, until, clock);

            // The handler says why it refuses a token (401). The missing scope (403) has to be named here.
            options.Events = new JwtBearerEvents { OnForbidden = context => NameTheScope(context, api) };
        });
        services.AddAuthorizationBuilder().AddPolicy(api.Name, policy => policy
            .AddAuthenticationSchemes(api.Name)
            .RequireAuthenticatedUser()
            .RequireAssertion(context => ScopesOf(context.User).Contains(api.Scope)));
    }

    /// <summary>The scopes of an access token: one claim that separates them by spaces (RFC 9068, section 2.2.3).</summary>
    public static IReadOnlyList<string> ScopesOf(ClaimsPrincipal user) =>
        user.FindFirstValue("scope")?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];

    // A token without an end is refused too.
    private static bool IsValidNow(DateTime? from, DateTime? until, TimeProvider clock)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return now < until && (from is null || from <= now);
    }

    // RFC 6750, section 3.1.
    private static Task NameTheScope(ForbiddenContext context, SampleApi api)
    {
        context.Response.Headers.WWWAuthenticate = $"Bearer error=\"insufficient_scope\", scope=\"{api.Scope}\"";
        return Task.CompletedTask;
    }
}
