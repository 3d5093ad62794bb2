using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace Auth0.AspNetCore.Mrrt.Snippets;

internal static class GettingStarted
{
    public static async Task<HttpResponseMessage> CallAsync(HttpClient client, AccessToken token)
    {
        #region calling-an-api
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://inventory.example.com/stock");
        request.Headers.Authorization = new AuthenticationHeaderValue(token.TokenType, token.Value);
        using var response = await client.SendAsync(request);
        #endregion
        return response;
    }

    public static void OneSection(WebApplicationBuilder builder)
    {
        #region one-section
        var section = builder.Configuration.GetSection("Auth0");
        builder.Services.AddAuth0WebApp(section).WithAccessToken(section);
        #endregion
    }

    public static void BesideTheSection(WebApplicationBuilder builder)
    {
        #region beside-the-section
        builder.Services.AddAuth0WebApp(builder.Configuration.GetSection("Auth0"));
        builder.Services.Configure<Auth0WebAppOptions>(Auth0Constants.AuthenticationScheme, options =>
        {
            options.ClaimActions.MapJsonKey("roles", "https://example.com/roles");
            options.OpenIdConnectEvents.OnTokenValidated = context =>
            {
                if (context.Principal?.IsInRole("staff") != true)
                {
                    context.Fail("This application is for staff.");
                }

                return Task.CompletedTask;
            };
        });
        #endregion
    }

    public static void PrivateKey(WebApplicationBuilder builder)
    {
        #region private-key-jwt
        var key = RSA.Create();
        key.ImportFromPem(File.ReadAllText(builder.Configuration["Auth0KeyFile"]!));
        builder.Services.Configure<Auth0WebAppOptions>(Auth0Constants.AuthenticationScheme, options =>
        {
            options.ClientAssertionSecurityKey = new RsaSecurityKey(key);
            options.ClientAssertionSecurityKeyAlgorithm = SecurityAlgorithms.RsaSsaPssSha256; // RS256 by default
        });
        #endregion
    }

    public static void TwoSecrets(WebApplicationBuilder builder)
    {
        #region two-secrets
        builder.Services.Configure<Auth0WebAppOptions>(Auth0Constants.AuthenticationScheme, options =>
        {
            options.ClientSecret = builder.Configuration["Auth0NewSecret"];
            options.AdditionalClientSecrets.Add(builder.Configuration["Auth0OldSecret"]!);
        });
        #endregion
    }

    public static void Certificate(WebApplicationBuilder builder)
    {
        #region mutual-tls
        var certificate = X509CertificateLoader.LoadPkcs12FromFile(
            builder.Configuration["Auth0CertificateFile"]!, builder.Configuration["Auth0CertificatePassword"]);
        builder.Services.Configure<Auth0WebAppOptions>(
            Auth0Constants.AuthenticationScheme, options => options.ClientCertificate = certificate);
        #endregion
    }

    public static void BehindAProxy(WebApplicationBuilder builder)
    {
        #region behind-a-proxy
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto);

        var app = builder.Build();
        app.UseForwardedHeaders();
        // Without this line WebApplication would run the authentication first, before the forwarded headers are read.
        app.UseAuthentication();
        app.UseAuthorization();
        #endregion
    }
}
