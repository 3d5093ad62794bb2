using System.Globalization;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Configuration;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>Reads the plain settings by name: no reflection, so it survives trimming, and nothing of the framework's
/// options can be reached from a configuration file by accident.</summary>
internal static class Auth0WebAppConfiguration
{
    public static void Bind(IConfigurationSection section, Auth0WebAppOptions options)
    {
        foreach (var setting in section.GetChildren())
        {
            try
            {
                if (!Apply(setting, options))
                {
                    throw new InvalidOperationException(
                        $"The configuration section '{section.Path}' has a setting '{setting.Key}' that "
                        + $"{nameof(Auth0WebAppOptions)} does not know or cannot read from configuration.");
                }
            }
            catch (Exception e) when (e is FormatException or ArgumentException or OverflowException)
            {
                throw new InvalidOperationException($"The setting '{setting.Path}' cannot be read: {e.Message}", e);
            }
        }
    }

    private static bool Apply(IConfigurationSection setting, Auth0WebAppOptions options)
    {
        var value = setting.Value ?? "";
        switch (setting.Key.ToUpperInvariant())
        {
            case "DOMAIN": options.Domain = value; break;
            case "CLIENTID": options.ClientId = value; break;
            case "CLIENTSECRET": options.ClientSecret = value; break;
            case "SCOPE": options.Scope = value; break;
            case "CALLBACKPATH": options.CallbackPath = value; break;
            case "ACCESSDENIEDPATH": options.AccessDeniedPath = value; break;
            case "COOKIEAUTHENTICATIONSCHEME": options.CookieAuthenticationScheme = value; break;
            case "BACKCHANNELTIMEOUT":
                options.BackchannelTimeout = TimeSpan.Parse(value, CultureInfo.InvariantCulture);
                break;
            case "ORGANIZATION": options.Organization = value; break;
            case "MAXAGE": options.MaxAge = TimeSpan.Parse(value, CultureInfo.InvariantCulture); break;
            case "CLOCKSKEW": options.ClockSkew = TimeSpan.Parse(value, CultureInfo.InvariantCulture); break;
            case "ANSWERSCRIPTSWITHUNAUTHORIZED": options.AnswerScriptsWithUnauthorized = bool.Parse(value); break;
            case "CLIENTASSERTIONSECURITYKEYALGORITHM": options.ClientAssertionSecurityKeyAlgorithm = value; break;
            case "SENDTELEMETRY": options.SendTelemetry = bool.Parse(value); break;
            case "PUSHEDAUTHORIZATION":
                options.PushedAuthorization = Enum.Parse<PushedAuthorizationBehavior>(value, ignoreCase: true);
                break;
            case "LOGOUTSTRATEGY":
                options.LogoutStrategy = Enum.Parse<LogoutStrategy>(value, ignoreCase: true);
                break;
            case "SENDIDTOKENHINT": options.SendIdTokenHint = bool.Parse(value); break;
            case "SIGNEDOUTREDIRECTURI": options.SignedOutRedirectUri = value; break;
            case "SIGNEDOUTCALLBACKPATH": options.SignedOutCallbackPath = value; break;
            case "TICKETFORMAT": options.TicketFormat = Enum.Parse<TicketFormat>(value, ignoreCase: true); break;
            case "REVOKEREFRESHTOKENONSIGNOUT": options.RevokeRefreshTokenOnSignOut = bool.Parse(value); break;
            case "RESPONSEMODE": options.ResponseMode = value; break;
            case "GETCLAIMSFROMUSERINFOENDPOINT": options.GetClaimsFromUserInfoEndpoint = bool.Parse(value); break;
            case "CLIENTAUTHENTICATION":
                options.ClientAuthentication = Enum.Parse<ClientAuthenticationMethod>(value, ignoreCase: true);
                break;
            case "LOGINPARAMETERS":
                foreach (var parameter in setting.GetChildren())
                {
                    options.LoginParameters[parameter.Key] = parameter.Value ?? "";
                }

                break;
            default: return IsOthers(setting.Key);
        }

        return true;
    }

    /// <summary>Settings of the access tokens, which applications keep in the same section.</summary>
    private static bool IsOthers(string key) => key.ToUpperInvariant() is
        "AUDIENCE" or "AUDIENCES" or "SCOPEBYAUDIENCE" or "USEREFRESHTOKENS" or "ACCESSTOKENEXPIRATIONLEEWAY"
        or "ACCESSTOKEN";
}
