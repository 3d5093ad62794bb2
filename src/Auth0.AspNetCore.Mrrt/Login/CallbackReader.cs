using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Login;

/// <summary>Reads the tenant's answer to a login as it comes through the browser (RFC 6749, section 4.1.2). Everything in
/// it may be anybody's.</summary>
internal static class CallbackReader
{
    /// <summary>What a parameter said twice means depends on who reads it (RFC 6749, section 3.1).</summary>
    private static readonly string[] Single = ["state", "code", "error", "iss"];

    /// <summary>Gives the answer, or says what is wrong with it.</summary>
    public static (OpenIdConnectMessage? Message, string? Problem) Read(HttpRequest request)
    {
        if (!HttpMethods.IsGet(request.Method))
        {
            return (null, "it did not come with GET");
        }

        return Array.Find(Single, name => request.Query[name].Count > 1) is { } repeated
            ? (null, $"it has the parameter {repeated} more than once")
            : (new OpenIdConnectMessage(
                request.Query.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToArray()!))), null);
    }
}
