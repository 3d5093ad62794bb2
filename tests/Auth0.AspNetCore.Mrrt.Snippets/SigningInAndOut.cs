using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Snippets;

internal static class SigningInAndOut
{
    public static void SignIn(WebApplication app)
    {
        #region sign-in
        app.MapGet("/sign-in", () => Results.Challenge(
            new LoginAuthenticationPropertiesBuilder()
                .WithRedirectUri("/orders")
                .WithScreenHint("signup")
                .Build(),
            [Auth0Constants.AuthenticationScheme]));
        #endregion
    }

    public static void SignOut(WebApplication app)
    {
        #region sign-out
        app.MapPost("/sign-out", () => Results.SignOut(
            new LogoutAuthenticationPropertiesBuilder().WithRedirectUri("/").Build(),
            [Auth0Constants.AuthenticationScheme]));
        #endregion

        #region sign-out-here
        app.MapPost("/sign-out-here", (HttpContext http) =>
            http.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme));
        #endregion
    }

    public static void Parameters(Auth0WebAppOptions options)
    {
        #region login-parameters
        options.LoginParameters["ui_locales"] = "de";
        #endregion
    }

    public static void Invitations(WebApplication app)
    {
        #region invitations
        app.MapGet("/start", (string? organization, string? invitation) =>
        {
            var login = new LoginAuthenticationPropertiesBuilder().WithRedirectUri("/");
            if (!string.IsNullOrEmpty(organization))
            {
                login.WithOrganization(organization);
            }

            if (!string.IsNullOrEmpty(invitation))
            {
                login.WithInvitation(invitation);
            }

            return Results.Challenge(login.Build(), [Auth0Constants.AuthenticationScheme]);
        });
        #endregion
    }

    public static void AuthTime(Auth0WebAppOptions options)
    {
        #region auth-time
        options.ClaimActions.MapJsonKey("auth_time", "auth_time");
        #endregion
    }

    public static void SigningInAgain(WebApplication app)
    {
        #region signing-in-again
        app.MapGet("/payments", (ClaimsPrincipal user, TimeProvider time) =>
            long.TryParse(user.FindFirstValue("auth_time"), out var seconds)
            && time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(seconds) < TimeSpan.FromMinutes(10)
                ? Results.Text("Whom shall we pay?")
                : Results.Challenge(
                    new LoginAuthenticationPropertiesBuilder().WithRedirectUri("/payments").WithMaxAge(TimeSpan.Zero).Build(),
                    [Auth0Constants.AuthenticationScheme]))
            .RequireAuthorization();
        #endregion
    }

    public static void Scripts(WebApplication app)
    {
        #region scripts
        app.MapGet("/export", () => Results.File("export.csv")).RequireAuthorization().AllowCookieRedirect();
        app.MapGet("/api/orders", () => Results.Text("orders")).RequireAuthorization().DisableCookieRedirect();
        #endregion
    }

    public static void FrameworkOptions(WebApplicationBuilder builder)
    {
        #region framework-options
        builder.Services.Configure<OpenIdConnectOptions>(Auth0Constants.AuthenticationScheme, options =>
        {
            options.RemoteAuthenticationTimeout = TimeSpan.FromMinutes(5);
            options.AdditionalAuthorizationParameters["ui_locales"] = "de";
            options.TokenValidationParameters.NameClaimType = "email";
        });
        #endregion
    }

    public static void AllClaims(Auth0WebAppOptions options)
    {
        #region all-claims
        options.ClaimActions.MapAll();
        options.ClaimActions.MapJsonKey(ClaimTypes.NameIdentifier, "sub");
        options.ClaimActions.MapJsonKey("roles", "roles");
        #endregion
    }

    public static void Claims(Auth0WebAppOptions options)
    {
        #region claims
        options.ClaimActions.MapJsonKey("roles", "https://example.com/roles");
        options.ClaimActions.Remove("picture");
        options.GetClaimsFromUserInfoEndpoint = true;
        #endregion
    }

    public static void DefaultSchemes(WebApplicationBuilder builder)
    {
        #region default-schemes
        builder.Services.AddAuthentication(options =>
        {
            options.DefaultScheme = CookieAuthenticationDefaults.AuthenticationScheme;
            options.DefaultChallengeScheme = Auth0Constants.AuthenticationScheme;
        });
        #endregion
    }

    public static void Cookie(WebApplicationBuilder builder)
    {
        #region cookie-settings
        builder.Services.AddAuth0WebApp(builder.Configuration.GetSection("Auth0"));
        builder.Services.Configure<CookieAuthenticationOptions>(
            CookieAuthenticationDefaults.AuthenticationScheme,
            options =>
            {
                options.Cookie.Name = "__Host-session";
                options.ExpireTimeSpan = TimeSpan.FromHours(8);
                options.SlidingExpiration = false;
            });
        #endregion
    }

    public static void TwoSchemes(WebApplicationBuilder builder)
    {
        #region two-schemes
        builder.Services.AddAuth0WebApp("Staff", options =>
        {
            options.Domain = "staff.eu.auth0.com";
            options.ClientId = builder.Configuration["Staff:ClientId"]!;
            options.ClientSecret = builder.Configuration["Staff:ClientSecret"];
            options.CallbackPath = "/callback/staff";
            options.CookieAuthenticationScheme = "StaffCookies";
        });
        #endregion
    }

    public static void OneOfTwo(WebApplication app)
    {
        #region one-of-two-schemes
        app.MapGet("/staff", [Authorize(AuthenticationSchemes = "Staff")] (ClaimsPrincipal user) => user.Identity?.Name);
        #endregion
    }

    public static void BesideAnApi(WebApplicationBuilder builder)
    {
        #region jwt-bearer
        builder.Services
            .AddAuth0WebApp(builder.Configuration.GetSection("Auth0"))
            .AuthenticationBuilder
            .AddJwtBearer(options =>
            {
                options.Authority = "https://example.eu.auth0.com/";
                options.Audience = "https://shop-api.example.com";
                options.MapInboundClaims = false;
            });
        #endregion
    }

    public static void AnApi(WebApplication app)
    {
        #region jwt-bearer-endpoint
        app.MapGet(
            "/api/stock",
            [Authorize(AuthenticationSchemes = JwtBearerDefaults.AuthenticationScheme)] (ClaimsPrincipal user) =>
                user.FindFirstValue("sub"));
        #endregion
    }

    public static void RolesOfAPage(WebApplication app)
    {
        #region roles
        app.MapGet("/staff-room", () => "For staff only.").RequireAuthorization(policy => policy.RequireRole("staff"));
        #endregion
    }

    public static AuthenticationProperties Remember()
    {
        #region remember-me
        var properties = new LoginAuthenticationPropertiesBuilder(new AuthenticationProperties { IsPersistent = true }).Build();
        #endregion
        return properties;
    }
}
