using Auth0.AspNetCore.Mrrt.Benchmarks.Sites;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Auth0.AspNetCore.Mrrt.Benchmarks.Logins;

/// <summary>The framework's own login, without this library.</summary>
internal static class PlainLogin
{
    public const string Scheme = OpenIdConnectDefaults.AuthenticationScheme;

    public static void Add(IServiceCollection services, LoginTenant tenant) => services
        .AddAuthentication(options =>
        {
            options.DefaultScheme = CookieAuthenticationDefaults.AuthenticationScheme;
            options.DefaultChallengeScheme = Scheme;
        })
        .AddCookie(options =>
        {
            options.Cookie.Name = LoginSite.SessionCookie;
            options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
        })
        .AddOpenIdConnect(options =>
        {
            options.Authority = LoginTenant.Issuer;
            options.ClientId = LoginTenant.ClientId;
            options.ClientSecret = "client-secret";
            options.BackchannelHttpHandler = tenant;
            options.CallbackPath = "/callback";
            options.ResponseType = OpenIdConnectResponseType.Code;
            options.ResponseMode = OpenIdConnectResponseMode.Query;
            options.Scope.Add("offline_access");
            options.AdditionalAuthorizationParameters["audience"] = Samples.PrimaryAudience;
            options.SaveTokens = true;
            options.UsePkce = true;
            options.MapInboundClaims = false;
            options.TokenValidationParameters = new TokenValidationParameters
            {
                ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
                ValidTypes = ["JWT"],
                ValidIssuer = LoginTenant.Issuer,
                ValidAudience = LoginTenant.ClientId,
                ClockSkew = TimeSpan.FromMinutes(1),
                RequireSignedTokens = true,
                ValidateIssuerSigningKey = true,
                NameClaimType = "name",
                RoleClaimType = "roles",
            };
        });
}
