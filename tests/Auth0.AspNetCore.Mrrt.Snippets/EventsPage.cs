using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Snippets;

internal static class EventsPage
{
    public static void Delegates(Auth0WebAppWithAccessTokenOptions options)
    {
        #region events
        options.Events.OnAccessTokenRefreshFailed = context =>
        {
            var logger = context.HttpContext.RequestServices.GetRequiredService<ILogger<Program>>();
            logger.LogWarning(
                "No token for {Audience}: {Reason} {Status} {Error}",
                context.Audience, context.Reason, context.StatusCode, context.Error);
            return Task.CompletedTask;
        };
        options.Events.OnMissingRefreshToken = context =>
        {
            context.Items["sign-in-again"] = true;
            return Task.CompletedTask;
        };
        #endregion
    }

    public static void LoginEvents(WebApplicationBuilder builder)
    {
        #region login-events
        builder.Services.AddAuth0WebApp(options =>
        {
            options.Domain = "example.eu.auth0.com";
            options.ClientId = builder.Configuration["Auth0:ClientId"]!;
            options.ClientSecret = builder.Configuration["Auth0:ClientSecret"];
            options.OpenIdConnectEvents.OnRemoteFailure = async context =>
            {
                context.HandleResponse();
                var session = await context.HttpContext.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme);
                var refusedHere = context.Request.Path == options.CallbackPath && context.Failure?.Data["error"] is null;
                context.Response.Redirect(
                    session.Succeeded && refusedHere && context.Properties?.RedirectUri is { } back ? back : "/sign-in-failed");
            };
        });
        #endregion
    }

    public static void EventsFromTheContainer(WebApplicationBuilder builder)
    {
        #region login-events-type
        builder.Services.AddScoped<LoginEvents>();
        builder.Services.Configure<OpenIdConnectOptions>(
            Auth0Constants.AuthenticationScheme, options => options.EventsType = typeof(LoginEvents));
        #endregion
    }
}

#region login-events-class
public sealed class LoginEvents(ILogger<LoginEvents> logger) : OpenIdConnectEvents
{
    public override Task TokenValidated(TokenValidatedContext context)
    {
        logger.LogInformation("A user signed in");
        return base.TokenValidated(context);
    }
}
#endregion
