using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
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
            .WithAccessToken(options => options.Audience = "https://orders.example.com");
        #endregion
    }

    public static void ThroughAuthentication(WebApplicationBuilder builder)
    {
        #region moving-authentication-builder
        var auth0 = builder.Configuration.GetSection("Auth0");
        builder.Services
            .AddAuthentication()
            .AddAuth0WebApp(auth0)
            .WithAccessToken(auth0)
            .AuthenticationBuilder
            .AddCookie("Partners");
        #endregion
    }

    public static void CookieName(WebApplicationBuilder builder)
    {
        #region moving-cookie-name
        builder.Services.Configure<CookieAuthenticationOptions>(
            CookieAuthenticationDefaults.AuthenticationScheme, options => options.Cookie.Name = ".AspNetCore.Cookies");
        #endregion
    }

    public static void Roles(Auth0WebAppOptions options)
    {
        #region moving-roles
        options.ClaimActions.MapJsonKey("roles", "https://example.com/roles");
        #endregion
    }

    public static void LoginPages(WebApplication app)
    {
        #region moving-login-pages
        app.MapGet("/login", (string? returnUrl) => Results.Challenge(
            new LoginAuthenticationPropertiesBuilder()
                .WithRedirectUri(string.IsNullOrEmpty(returnUrl) ? "/" : returnUrl)
                .Build(),
            [Auth0Constants.AuthenticationScheme]));
        app.MapPost("/logout", () => Results.SignOut(
            new LogoutAuthenticationPropertiesBuilder().WithRedirectUri("/").Build(),
            [Auth0Constants.AuthenticationScheme]));
        #endregion
    }
}
