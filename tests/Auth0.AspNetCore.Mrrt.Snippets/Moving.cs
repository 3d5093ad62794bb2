using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Snippets;

internal static class Moving
{
    public static void After(WebApplicationBuilder builder)
    {
        #region moving
        builder.Services
            .AddAuth0WebApp(options =>
            {
                options.Domain = builder.Configuration["Auth0:Domain"]!;
                options.ClientId = builder.Configuration["Auth0:ClientId"]!;
                options.ClientSecret = builder.Configuration["Auth0:ClientSecret"];
            })
            .WithAccessToken(options =>
            {
                options.Audience = "https://orders.example.com";
                options.UseRefreshTokens = true;
            });
        #endregion
    }
}
