using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Canary.Rig;

/// <summary>The two configurations of the framework's handler that the lies are told to.</summary>
internal static class Settings
{
    /// <summary>The least that a login with a code needs.</summary>
    public static void Plain(OpenIdConnectOptions options)
    {
        options.Authority = ScriptedTenant.Issuer;
        options.ClientId = ScriptedTenant.ClientId;
        options.ClientSecret = "client-secret-1";
        options.CallbackPath = "/callback";
        options.ResponseType = OpenIdConnectResponseType.Code;
        options.ResponseMode = OpenIdConnectResponseMode.Query;
    }

    /// <summary>What a careful user writes: all checks that the options offer.</summary>
    public static void Careful(OpenIdConnectOptions options)
    {
        Plain(options);
        options.UsePkce = true;
        options.SaveTokens = true;
        options.MapInboundClaims = false;
        var validation = options.TokenValidationParameters;
        validation.ValidAlgorithms = ["RS256", "PS256", "ES256"];
        validation.ValidTypes = ["JWT"];
        validation.ValidIssuer = ScriptedTenant.Issuer;
        validation.ValidAudience = ScriptedTenant.ClientId;
        validation.IgnoreTrailingSlashWhenValidatingAudience = false;
        validation.ClockSkew = TimeSpan.FromMinutes(1);
        validation.RequireSignedTokens = true;
        validation.ValidateIssuerSigningKey = true;
    }

    /// <summary>Adds parameters to the authorization request, as an application does it.</summary>
    public static void Ask(OpenIdConnectOptions options, IReadOnlyDictionary<string, string> parameters)
    {
        foreach (var (name, value) in parameters)
        {
            if (name == "max_age")
            {
                options.MaxAge = TimeSpan.FromSeconds(int.Parse(value, System.Globalization.CultureInfo.InvariantCulture));
            }
            else
            {
                options.AdditionalAuthorizationParameters[name] = value;
            }
        }
    }
}
