using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Snippets;

internal static class OtherLoginHandlers
{
    public static void Add(WebApplicationBuilder builder)
    {
        #region other-login-handlers
        builder.Services
            .AddAuthentication(options =>
            {
                options.DefaultScheme = "Cookies";
                options.DefaultChallengeScheme = "Tenant";
            })
            .AddCookie("Cookies")
            .AddOAuth("Tenant", options =>
            {
                options.AuthorizationEndpoint = "https://example.eu.auth0.com/authorize";
                options.TokenEndpoint = "https://example.eu.auth0.com/oauth/token";
                options.ClientId = builder.Configuration["Auth0:ClientId"]!;
                options.ClientSecret = builder.Configuration["Auth0:ClientSecret"]!;
                options.CallbackPath = "/callback";
                options.UsePkce = true;
                options.SaveTokens = true;
                options.Scope.Add("openid");
                options.Scope.Add("offline_access");
                options.AdditionalAuthorizationParameters["audience"] = "https://orders.example.com";
            });
        builder.Services.AddAuth0AccessTokens(
            "Tenant",
            client =>
            {
                client.Domain = "example.eu.auth0.com";
                client.ClientId = builder.Configuration["Auth0:ClientId"]!;
                client.ClientSecret = builder.Configuration["Auth0:ClientSecret"];
                client.CookieAuthenticationScheme = "Cookies";
            },
            tokens => tokens.Audience = "https://orders.example.com");
        #endregion
    }

    public static void AddOpenIdConnect(AuthenticationBuilder authentication, WebApplicationBuilder builder)
    {
        #region other-login-handlers-openid-connect
        authentication.AddOpenIdConnect("Tenant", options =>
        {
            options.Authority = "https://example.eu.auth0.com";
            options.ClientId = builder.Configuration["Auth0:ClientId"];
            options.ClientSecret = builder.Configuration["Auth0:ClientSecret"];
            options.ResponseType = "code";
            options.ResponseMode = "query";
            options.SaveTokens = true;
            options.Scope.Add("offline_access");
            options.AdditionalAuthorizationParameters["audience"] = "https://orders.example.com";
        });
        #endregion
    }

    public static async Task<string?> TokenAsync(HttpContext http)
    {
        #region other-login-handlers-token
        var token = await http.GetAccessTokenAsync(
            new AccessTokenRequest { Audience = "https://inventory.example.com" }, scheme: "Tenant");
        #endregion
        return token;
    }
}
