using Auth0.AspNetCore.Mrrt.Login.Challenge;
using Auth0.AspNetCore.Mrrt.Login.SignOut;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Endpoints;

/// <summary>What the address of a sign-out asks for.</summary>
/// <param name="ReturnTo">A path of this application, without its path base. Null when the address names none.</param>
/// <param name="IsFederated">True when the session at the identity provider is to end as well.</param>
internal sealed record LogoutWish(string? ReturnTo, bool IsFederated)
{
    public const string Federated = "federated";

    public static LogoutWish Of(HttpContext http, bool allowFederated) => new(
        Local(http.Request.Query[LoginParameters.ReturnTo], SignedOutReturn.PathBase(http)),
        allowFederated && http.Request.Query[Federated] is ["" or "true"]);

    public AuthenticationProperties Properties()
    {
        var logout = new LogoutAuthenticationPropertiesBuilder().WithRedirectUri(ReturnTo);
        return (IsFederated ? logout.WithFederated() : logout).Build();
    }

    /// <summary>The address comes from a page, which writes the path base. The sign-out adds it again.</summary>
    private static string? Local(IReadOnlyList<string?> given, PathString pathBase)
    {
        if (given is not [{ } address] || !ReturnAddress.IsLocal(address))
        {
            return null;
        }

        var written = pathBase.ToUriComponent();
        var below = address.StartsWith(written, StringComparison.OrdinalIgnoreCase) ? address[written.Length..] : null;
        return below switch
        {
            null => null, // another application of the host
            "" => "/",
            ['?' or '#', ..] => "/" + below,
            _ when ReturnAddress.IsLocal(below) => ReturnAddress.LocalOrRoot(below),
            _ => null,
        };
    }
}
