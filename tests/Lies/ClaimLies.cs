using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;
using static Auth0.AspNetCore.Mrrt.Lies.IdTokenLie;

namespace Auth0.AspNetCore.Mrrt.Lies;

/// <summary>OpenID Connect Core 1.0, sections 2 and 3.1.3.7: every claim missing, wrong, of the wrong type, and
/// twice.</summary>
internal static class ClaimLies
{
    private const string Issuer = "SecurityTokenInvalidIssuerException";
    private const string Audience = "SecurityTokenInvalidAudienceException";
    private const string Lifetime = "SecurityTokenInvalidLifetimeException";
    private const string Nonce = "OpenIdConnectProtocolInvalidNonceException";
    private const string NotReadable = "not readable";
    private const string AtHash = "OpenIdConnectProtocolInvalidAtHashException";

    private static readonly byte[] Hash = SHA256.HashData(Encoding.ASCII.GetBytes("access-token-1"));

    public static IEnumerable<IdTokenLie> All =>
    [
        .. Identity, .. Audiences, .. Times, .. Nonces, .. Hashes, .. AuthTimes, .. Organizations, .. SessionExpiries,
    ];

    /// <summary>The half of the hash that an honest token shows.</summary>
    public static string HalfHash => Base64UrlEncoder.Encode(Hash.AsSpan(0, 16).ToArray());

    private static IEnumerable<IdTokenLie> Identity =>
    [
        Claim("no iss", Issuer, claims => claims.Remove("iss")),
        Claim("iss null", Issuer, claims => claims["iss"] = null),
        Claim("iss empty", Issuer, claims => claims["iss"] = ""),
        Claim("iss of another host", Issuer, claims => claims["iss"] = "https://tell-tale.example.com/"),
        Claim("iss without its slash", Issuer, claims => claims["iss"] = "https://tenant.example.com"),
        Claim("iss with two slashes", Issuer, claims => claims["iss"] = "https://tenant.example.com//"),
        Claim("iss over http", Issuer, claims => claims["iss"] = "http://tenant.example.com/"),
        Claim("iss in capitals", Issuer, claims => claims["iss"] = "https://TENANT.example.com/"),
        Claim("iss with a space behind it", Issuer, claims => claims["iss"] = ScriptedTenant.Issuer + " "),
        Claim("iss a number", NotReadable, claims => claims["iss"] = 7),
        Claim("iss a list of the right one", NotReadable, claims =>
            claims["iss"] = new JsonArray(ScriptedTenant.Issuer)),
        Claim("iss an object", NotReadable, claims => claims["iss"] = new JsonObject { ["x"] = ScriptedTenant.Issuer }),
        .. Twice("iss", "\"https://tell-tale.example.com/\""),
        Claim("no sub", "sub", claims => claims.Remove("sub")),
        Claim("sub null", "sub", claims => claims["sub"] = null),
        Claim("sub empty", "sub", claims => claims["sub"] = ""),
        Claim("sub a number", "sub", claims => claims["sub"] = 7),
        Claim("sub a list", NotReadable, claims => claims["sub"] = new JsonArray("auth0|alice")),
        Claim("sub an object", NotReadable, claims => claims["sub"] = new JsonObject()),
        Claim("sub too long", "sub", claims => claims["sub"] = new string('x', 256)),
        Payload("a name half a surrogate pair", NotReadable, honest =>
            honest.Replace("Alice", "\\ud800", StringComparison.Ordinal)),
        Payload("sub half a surrogate pair", NotReadable, honest =>
            honest.Replace("auth0|alice", "\\ud800", StringComparison.Ordinal)),
        .. Twice("sub", "\"auth0|tell-tale\""),
    ];

    private static IEnumerable<IdTokenLie> Audiences =>
    [
        Claim("no aud", Audience, claims => claims.Remove("aud")),
        Claim("aud null", Audience, claims => claims["aud"] = null),
        Claim("aud empty", Audience, claims => claims["aud"] = ""),
        Claim("aud another client", Audience, claims => claims["aud"] = "tell-tale"),
        Claim("aud in capitals", Audience, claims => claims["aud"] = "APP"),
        Claim("aud with a slash behind it", Audience, claims => claims["aud"] = "app/"),
        Claim("aud with a space behind it", Audience, claims => claims["aud"] = "app "),
        Claim("aud a number", NotReadable, claims => claims["aud"] = 7),
        Claim("aud an object", NotReadable, claims => claims["aud"] = new JsonObject { ["app"] = "app" }),
        Claim("aud an empty list", Audience, claims => claims["aud"] = new JsonArray()),
        Claim("aud a list of others", Audience, claims => claims["aud"] = new JsonArray("tell-tale", "other")),
        Claim("aud a list of lists", NotReadable, claims => claims["aud"] = new JsonArray(new JsonArray("app"))),
        Claim("aud a list with a number", NotReadable, claims =>
            (claims["aud"], claims["azp"]) = (new JsonArray("app", 7), "app")),
        Claim("aud two clients and no azp", "azp", claims => claims["aud"] = new JsonArray("app", "other")),
        .. Twice("aud", "\"tell-tale\""),
        Claim("azp another client", "azp", claims => claims["azp"] = "tell-tale"),
        Claim("azp null", "azp", claims => claims["azp"] = null),
        Claim("azp empty", "azp", claims => claims["azp"] = ""),
        Claim("azp in capitals", "azp", claims => claims["azp"] = "APP"),
        Claim("azp a list", NotReadable, claims => claims["azp"] = new JsonArray("app")),
        Claim("azp a number", NotReadable, claims => claims["azp"] = 7),
        Claim("azp another client of two", "azp", claims =>
            (claims["aud"], claims["azp"]) = (new JsonArray("app", "other"), "other")),
        .. Twice("azp", "\"app\"").Select(lie =>
            lie with { Tell = tenant => And(tenant, lie, claims => claims["azp"] = "app") }),
    ];

    private static IEnumerable<IdTokenLie> Times =>
    [
        Claim("no exp", Lifetime, claims => claims.Remove("exp")),
        Claim("exp null", NotReadable, claims => claims["exp"] = null),
        Claim("exp over", Lifetime, claims => claims["exp"] = claims["iat"]!.GetValue<long>() - 61),
        Claim("exp nothing", Lifetime, claims => claims["exp"] = 0),
        Claim("exp negative", Lifetime, claims => claims["exp"] = -1),
        Claim("exp a text", "exp", claims => claims["exp"] = "4102444800"),
        Claim("exp a date", NotReadable, claims => claims["exp"] = "2100-01-01T00:00:00Z"),
        Claim("exp a list", NotReadable, claims => claims["exp"] = new JsonArray(4102444800)),
        Claim("exp true", NotReadable, claims => claims["exp"] = true),
        Claim("exp beyond every number", NotReadable, claims => claims["exp"] = 1e300),
        .. Twice("exp", "1"),
        Claim("no iat", "iat", claims => claims.Remove("iat")),
        Claim("iat null", NotReadable, claims => claims["iat"] = null),
        Claim("iat to come", "iat: this server's clock is behind by 61 s", claims => claims["iat"] = claims["iat"]!.GetValue<long>() + 61),
        Claim("iat a text", "iat", claims => claims["iat"] = "1"),
        Claim("iat a list", NotReadable, claims => claims["iat"] = new JsonArray(1)),
        Claim("iat beyond every number", NotReadable, claims => claims["iat"] = -1e300),
        .. Twice("iat", "1"),
        Claim("nbf to come", "nbf: this server's clock is behind by 61 s", claims => claims["nbf"] = claims["iat"]!.GetValue<long>() + 61),
        Claim("nbf null", NotReadable, claims => claims["nbf"] = null),
        Claim("nbf a text", "nbf", claims => claims["nbf"] = "1"),
        Claim("nbf a list", NotReadable, claims => claims["nbf"] = new JsonArray(1)),
        Claim("nbf true", NotReadable, claims => claims["nbf"] = true),
        .. Twice("nbf", "1").Select(lie => lie with { Tell = tenant => And(tenant, lie, claims => claims["nbf"] = 1) }),
    ];

    private static IEnumerable<IdTokenLie> Nonces =>
    [
        Claim("no nonce", Nonce, claims => claims.Remove("nonce")),
        Claim("nonce null", Nonce, claims => claims["nonce"] = null),
        Claim("nonce empty", Nonce, claims => claims["nonce"] = ""),
        Claim("nonce of another login", Nonce, claims => claims["nonce"] = "tell-tale"),
        Claim("nonce in capitals", Nonce, claims =>
            claims["nonce"] = claims["nonce"]!.GetValue<string>().ToUpperInvariant()),
        Claim("nonce cut short", Nonce, claims => claims["nonce"] = claims["nonce"]!.GetValue<string>()[..^1]),
        Claim("nonce a number", Nonce, claims => claims["nonce"] = 7),
        Claim("nonce a list of the right one", Nonce, claims =>
            claims["nonce"] = new JsonArray(claims["nonce"]!.GetValue<string>())),
        Claim("nonce one of several", Nonce, claims =>
            claims["nonce"] = new JsonArray("x", claims["nonce"]!.GetValue<string>())),
        Claim("nonce an object", Nonce, claims => claims["nonce"] = new JsonObject()),
        .. Twice("nonce", "\"tell-tale\""),
    ];

    private static IEnumerable<IdTokenLie> Hashes =>
    [
        Claim("at_hash of another token", AtHash, claims => claims["at_hash"] = HalfHash.ToLowerInvariant()),
        Claim("at_hash the whole hash", AtHash, claims => claims["at_hash"] = Base64UrlEncoder.Encode(Hash)),
        Claim("at_hash in hexadecimal", AtHash, claims => claims["at_hash"] = Convert.ToHexString(Hash)),
        Claim("at_hash empty", AtHash, claims => claims["at_hash"] = ""),
        Claim("at_hash null", AtHash, claims => claims["at_hash"] = null),
        Claim("at_hash a number", AtHash, claims => claims["at_hash"] = 7),
        Claim("at_hash a list of the right one", AtHash, claims => claims["at_hash"] = new JsonArray(HalfHash)),
        Claim("at_hash an object", AtHash, claims => claims["at_hash"] = new JsonObject()),
        .. Twice("at_hash", "\"x\"").Select(lie =>
            lie with { Tell = tenant => And(tenant, lie, claims => claims["at_hash"] = HalfHash) }),
    ];

    private static IEnumerable<IdTokenLie> AuthTimes => new[]
    {
        Claim("no auth_time", "auth_time", _ => { }),
        Claim("auth_time null", "auth_time", claims => claims["auth_time"] = null),
        Claim("auth_time too long ago", "auth_time", claims =>
            claims["auth_time"] = claims["iat"]!.GetValue<long>() - 121),
        Claim("auth_time to come", "auth_time", claims => claims["auth_time"] = claims["iat"]!.GetValue<long>() + 61),
        Claim("auth_time in milliseconds", "auth_time", claims =>
            claims["auth_time"] = claims["iat"]!.GetValue<long>() * 1000),
        Claim("auth_time the least number", "auth_time", claims => claims["auth_time"] = long.MinValue),
        Claim("auth_time the largest number", "auth_time", claims => claims["auth_time"] = long.MaxValue),
        Claim("auth_time a text", "auth_time", claims => claims["auth_time"] = claims["iat"]!.ToString()),
        Claim("auth_time a list", "auth_time", claims =>
            claims["auth_time"] = new JsonArray(claims["iat"]!.GetValue<long>())),
        Claim("auth_time true", "auth_time", claims => claims["auth_time"] = true),
    }.Concat(Twice("auth_time", "1").Select(lie => lie with
    {
        Tell = tenant => And(tenant, lie, claims => claims["auth_time"] = claims["iat"]!.GetValue<long>()),
    })).Select(lie => lie with { LoginParameters = new() { ["max_age"] = "60" } });

    private static IEnumerable<IdTokenLie> Organizations => new[]
    {
        Claim("no org_id", "organization", _ => { }),
        Claim("org_id of another", "organization", claims => claims["org_id"] = "org_TellTale"),
        Claim("org_id in other letters", "organization", claims => claims["org_id"] = "ORG_ABC"),
        Claim("org_id null", "organization", claims => claims["org_id"] = null),
        Claim("org_id a list", "organization", claims => claims["org_id"] = new JsonArray("org_Abc")),
        Claim("org_id a number", "organization", claims => claims["org_id"] = 7),
        Claim("org_id in org_name", "organization", claims => claims["org_name"] = "org_Abc"),
        Claim("org_id cut short", "organization", claims => claims["org_id"] = "org_Ab"),
    }.Concat(Twice("org_id", "\"org_TellTale\"").Select(lie => lie with
    {
        Tell = tenant => And(tenant, lie, claims => claims["org_id"] = "org_Abc"),
    })).Select(lie => lie with { LoginParameters = new() { ["organization"] = "org_Abc" } }).Concat(new[]
    {
        Claim("no org_name", "organization", claims => claims["org_id"] = "org_Abc"),
        Claim("org_name of another", "organization", claims => claims["org_name"] = "tell-tale"),
        Claim("org_name with a space behind it", "organization", claims => claims["org_name"] = "acme "),
        Claim("org_name a list", "organization", claims => claims["org_name"] = new JsonArray("acme")),
        Claim("org_name in org_id", "organization", claims => claims["org_id"] = "acme"),
    }.Concat(Twice("org_name", "\"tell-tale\"").Select(lie => lie with
    {
        Tell = tenant => And(tenant, lie, claims => claims["org_name"] = "acme"),
    })).Select(lie => lie with { LoginParameters = new() { ["organization"] = "acme" } }));

    private static IEnumerable<IdTokenLie> SessionExpiries =>
    [
        Claim("session_expiry over", "session_expiry", claims => claims["session_expiry"] = 1),
        Claim("session_expiry now", "session_expiry", claims =>
            claims["session_expiry"] = claims["iat"]!.GetValue<long>()),
        Claim("session_expiry in half a minute", "session_expiry", claims =>
            claims["session_expiry"] = claims["iat"]!.GetValue<long>() + 30),
        .. Twice("session_expiry", "1").Select(lie => lie with
        {
            Tell = tenant => And(tenant, lie, claims => claims["session_expiry"] = claims["exp"]!.GetValue<long>()),
        }),
    ];

    /// <summary>The lie, on top of a claim that an honest token need not have.</summary>
    private static void And(ScriptedTenant tenant, IdTokenLie lie, Action<JsonObject> claim)
    {
        lie.Tell(tenant);
        tenant.Claims = claim;
    }
}
