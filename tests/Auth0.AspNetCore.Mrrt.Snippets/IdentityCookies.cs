using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Snippets;

/// <summary>The tokens of the session that ASP.NET Core Identity keeps. IdentityTests signs in both ways.</summary>
internal static class IdentityCookies
{
    public static void Add(WebApplicationBuilder builder)
    {
        #region other-login-handlers-identity
        builder.Services
            .AddAuth0WebApp(options =>
            {
                options.Domain = "example.eu.auth0.com";
                options.ClientId = builder.Configuration["Auth0:ClientId"]!;
                options.ClientSecret = builder.Configuration["Auth0:ClientSecret"];
                options.CookieAuthenticationScheme = IdentityConstants.ApplicationScheme;
                options.OpenIdConnectEvents.OnTokenValidated = async context =>
                {
                    var services = context.HttpContext.RequestServices;
                    var users = services.GetRequiredService<UserManager<IdentityUser>>();
                    var sub = context.Principal!.FindFirstValue("sub")!;
                    if (await users.FindByLoginAsync("Auth0", sub) is { } user)
                    {
                        var signIns = services.GetRequiredService<SignInManager<IdentityUser>>();
                        context.Principal = await signIns.CreateUserPrincipalAsync(user);
                    }
                    else
                    {
                        context.Fail("No user of this application has this login."); // or create one
                    }
                };
            })
            .WithAccessToken(options => options.Audience = "https://orders.example.com");
        #endregion
    }

    public static async Task SignInAsync(SignInManager<IdentityUser> signIns, IdentityUser user)
    {
        #region other-login-handlers-identity-external
        var login = await signIns.GetExternalLoginInfoAsync();
        var properties = login!.AuthenticationProperties!;
        properties.IssuedUtc = null; // those of the external cookie, which lasts for minutes
        properties.ExpiresUtc = null;
        await signIns.SignInAsync(user, properties, login.LoginProvider);
        #endregion
    }
}
