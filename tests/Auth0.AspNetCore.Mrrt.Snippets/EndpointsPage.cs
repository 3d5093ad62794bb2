using Microsoft.AspNetCore.Builder;

namespace Auth0.AspNetCore.Mrrt.Snippets;

internal static class EndpointsPage
{
    public static void Map(WebApplication app)
    {
        #region map-auth0
        app.MapAuth0();
        #endregion
    }

    public static void Settings(WebApplication app)
    {
        #region map-auth0-settings
        app.MapAuth0(options =>
        {
            options.Prefix = "/account";
            options.LoginParameters.Add("ext-*");
            options.LogoutByGet = LogoutByGet.Ask;
            options.ProfileClaims.Add("https://example.com/tier");
        });
        #endregion
    }

    public static void Conventions(WebApplication app)
    {
        #region map-auth0-conventions
        var auth0 = app.MapAuth0();
        auth0.RequireRateLimiting("logins");
        auth0.Profile.RequireCors("pages");
        #endregion
    }

    public static void AccessTokens(WebApplication app)
    {
        #region map-auth0-access-tokens
        app.MapAuth0(options => options.BrowserAccessTokens["https://orders.example.com"] = "read:orders");
        #endregion
    }

    public static void Schemes(WebApplication app)
    {
        #region map-auth0-schemes
        app.MapAuth0();
        app.MapAuth0("Staff", options => options.Prefix = "/staff");
        #endregion
    }
}
