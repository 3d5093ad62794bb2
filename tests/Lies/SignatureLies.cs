using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;
using static Auth0.AspNetCore.Mrrt.Lies.IdTokenLie;

namespace Auth0.AspNetCore.Mrrt.Lies;

/// <summary>RFC 7515 and RFC 8725: algorithms and keys that prove nothing, or not that the tenant signed.</summary>
internal static class SignatureLies
{
    private const string Algorithm = "alg";
    private const string Signature = "SecurityTokenInvalidSignatureException";
    private const string NotReadable = "not readable";
    private const string NoKey = "SecurityTokenSignatureKeyNotFoundException";

    private static readonly byte[] ClientSecret = Encoding.ASCII.GetBytes("client-secret-1");

    public static IEnumerable<IdTokenLie> All => [.. Algorithms, .. Keys, .. Headers];

    private static IEnumerable<IdTokenLie> Algorithms =>
    [
        Signed("alg none and no signature", Algorithm, Alg("none"), _ => []),
        Header("alg none and a signature", Algorithm, Alg("none")),
        Signed("alg None", Algorithm, Alg("None"), _ => []),
        Signed("alg NONE", Algorithm, Alg("NONE"), _ => []),
        Header("no alg", Algorithm, """{"typ":"JWT","kid":"rsa"}"""),
        Header("alg null", Algorithm, """{"alg":null,"typ":"JWT","kid":"rsa"}"""),
        Header("alg empty", Algorithm, Alg("")),
        Header("alg a number", NotReadable, """{"alg":256,"typ":"JWT","kid":"rsa"}"""),
        Header("alg a list", NotReadable, """{"alg":["RS256"],"typ":"JWT","kid":"rsa"}"""),
        Header("alg in small letters", Algorithm, Alg("rs256")),
        Header("alg with a space behind it", Algorithm, Alg("RS256 ")),
        Header("alg nobody knows", Algorithm, Alg("tell-tale")),
        Header("alg by its XML name", Algorithm, Alg("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256")),
        Signed("HS256 with the client's secret", Algorithm, Alg("HS256"), Forgery.Hs256(ClientSecret)),
        Signed("HS256 with no secret", Algorithm, Alg("HS256"), Forgery.Hs256([])),
        Signed("HS256 with the public key as its secret", Algorithm, Alg("HS256"),
            Forgery.Hs256(ScriptedTenant.Rsa.ExportSubjectPublicKeyInfo())),
        Signed("HS256 with the public key in PEM as its secret", Algorithm, Alg("HS256"),
            Forgery.Hs256(Encoding.ASCII.GetBytes(ScriptedTenant.Rsa.ExportSubjectPublicKeyInfoPem()))),
        Signed("HS256 with the modulus as its secret", Algorithm, Alg("HS256"),
            Forgery.Hs256(ScriptedTenant.Rsa.ExportParameters(false).Modulus!)),
        Signed("RS384", Algorithm, Alg("RS384"), Forgery.Rsa(HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1)),
        Signed("RS512", Algorithm, Alg("RS512"), Forgery.Rsa(HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1)),
        Signed("PS512", Algorithm, Alg("PS512"), Forgery.Rsa(HashAlgorithmName.SHA512, RSASignaturePadding.Pss)),
        Signed("ES384", Algorithm, Alg("ES384", "ec"), Forgery.Ec(ScriptedTenant.Ec, HashAlgorithmName.SHA384)),
        Signed("ES256K", Algorithm, Alg("ES256K", "ec"), Forgery.Ec(ScriptedTenant.Ec, HashAlgorithmName.SHA256)),
        Header("EdDSA", Algorithm, Alg("EdDSA")),
        Signed("RS256 that is PS256", Signature, Forgery.Header,
            Forgery.Rsa(HashAlgorithmName.SHA256, RSASignaturePadding.Pss)),
        Signed("PS256 that is RS256", Signature, Alg("PS256"), Forgery.Rs256(ScriptedTenant.Rsa)),
        Signed("RS256 with SHA-1", Signature, Forgery.Header,
            Forgery.Rsa(HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1)),
        Signed("ES256 in ASN.1", Signature, Alg("ES256", "ec"), data =>
            ScriptedTenant.Ec.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)),
        Signed("ES256 of nothing but zeros", Signature, Alg("ES256", "ec"), _ => new byte[64]),
    ];

    private static IEnumerable<IdTokenLie> Keys =>
    [
        Signed("another key under the name of the tenant's", Signature, Forgery.Header, Forgery.Rs256(Forgery.OtherRsa)),
        Signed("another key without a name", NoKey, """{"alg":"RS256","typ":"JWT"}""", Forgery.Rs256(Forgery.OtherRsa)),
        Signed("another key under a name of its own", NoKey, Alg("RS256", "tell-tale"), Forgery.Rs256(Forgery.OtherRsa)),
        Published("a key for encryption", NoKey, Alg("RS256", "enc"), Forgery.Rs256(Forgery.OtherRsa),
            Forgery.Publish(Forgery.OtherRsa, "enc", "enc")),
        Published("a key that is too short", NoKey, Alg("RS256", "short"), Forgery.Rs256(Forgery.ShortRsa),
            Forgery.Publish(Forgery.ShortRsa, "short")),
        Published("ES256 on another curve", NoKey, Alg("ES256", "p384"),
            Forgery.Ec(Forgery.OtherCurve, HashAlgorithmName.SHA256), Forgery.Publish(Forgery.OtherCurve, "p384", "P-384")),
        Published("a shared secret that is published", Algorithm, Alg("HS256", "oct"), Forgery.Hs256(new byte[32]),
            new JsonObject { ["kty"] = "oct", ["kid"] = "oct", ["use"] = "sig", ["k"] = Base64UrlEncoder.Encode(new byte[32]) }),
        Signed("the RSA key under the name of the EC key", Signature, Alg("RS256", "ec"), Forgery.Rs256(Forgery.OtherRsa)),
        Signed("the EC key under the name of the RSA key", Signature, Alg("ES256"),
            Forgery.Ec(Forgery.OtherCurve, HashAlgorithmName.SHA256)),
        new("no key at all", NoKey) { Alone = true, Tell = tenant =>
            tenant.KeySet = new JsonObject { ["keys"] = new JsonArray() } },
        new("another tenant's keys", Signature)
        {
            Alone = true,
            Tell = tenant => tenant.KeySet = new JsonObject { ["keys"] = new JsonArray(Forgery.Publish(Forgery.OtherRsa, "rsa")) },
        },
    ];

    /// <summary>RFC 7515, sections 4.1.2 to 4.1.11: where a key is to be had is not the token's to say.</summary>
    private static IEnumerable<IdTokenLie> Headers =>
    [
        Own("jwk", Signature, "rsa", Forgery.Publish(Forgery.OtherRsa, "rsa")),
        Own("jwk", NoKey, "tell-tale", Forgery.Publish(Forgery.OtherRsa, "tell-tale")),
        Own("jku", NoKey, "tell-tale", "https://tell-tale.example.com/jwks"),
        Own("x5u", NoKey, "tell-tale", "https://tell-tale.example.com/certificate"),
        Own("x5c", NoKey, "tell-tale", new JsonArray(Forgery.Certificate(Forgery.OtherRsa))),
        Own("x5t", NoKey, "tell-tale", "AAAAAAAAAAAAAAAAAAAAAAAAAAA"),
        Header("kid a number", NotReadable, """{"alg":"RS256","typ":"JWT","kid":7}"""),
        Header("kid null", "kid", """{"alg":"RS256","typ":"JWT","kid":null}"""),
        Header("kid a list", NotReadable, """{"alg":"RS256","typ":"JWT","kid":["rsa"]}"""),
        Header("kid an object", NotReadable, """{"alg":"RS256","typ":"JWT","kid":{}}"""),
        Signed("kid a path", NoKey, Alg("RS256", "../../dev/null"), Forgery.Rs256(Forgery.OtherRsa)),
        Signed("kid a query", NoKey, Alg("RS256", "' OR 1=1 --"), Forgery.Rs256(Forgery.OtherRsa)),
        Signed("kid of 100 000 letters", NoKey, Alg("RS256", new string('k', 100_000)), Forgery.Rs256(Forgery.OtherRsa)),
        Header("crit", "crit", """{"alg":"RS256","typ":"JWT","kid":"rsa","crit":["exp"],"exp":1}"""),
        Header("crit empty", "crit", """{"alg":"RS256","typ":"JWT","kid":"rsa","crit":[]}"""),
        Header("crit null", "crit", """{"alg":"RS256","typ":"JWT","kid":"rsa","crit":null}"""),
        Header("crit b64", "crit", """{"alg":"RS256","typ":"JWT","kid":"rsa","crit":["b64"],"b64":false}"""),
        Header("typ of an access token", "typ", """{"alg":"RS256","typ":"at+jwt","kid":"rsa"}"""),
        Header("typ of a logout token", "typ", """{"alg":"RS256","typ":"logout+jwt","kid":"rsa"}"""),
        Header("typ a number", NotReadable, """{"alg":"RS256","typ":7,"kid":"rsa"}"""),
        Header("typ null", "typ", """{"alg":"RS256","typ":null,"kid":"rsa"}"""),
        Header("alg twice", Unreadable, """{"alg":"none","alg":"RS256","typ":"JWT","kid":"rsa"}"""),
        Header("kid twice", Unreadable, """{"alg":"RS256","typ":"JWT","kid":"tell-tale","kid":"rsa"}"""),
        Header("typ twice", Unreadable, """{"alg":"RS256","typ":"at+jwt","typ":"JWT","kid":"rsa"}"""),
    ];

    private static string Alg(string algorithm, string kid = "rsa") =>
        new JsonObject { ["alg"] = algorithm, ["typ"] = "JWT", ["kid"] = kid }.ToJsonString();

    private static IdTokenLie Signed(string name, string check, string header, Func<byte[], byte[]> sign) =>
        Token(name, check, claims => Forgery.Token(header, claims.ToJsonString(), sign));

    private static IdTokenLie Published(
        string name, string check, string header, Func<byte[], byte[]> sign, JsonObject key) => new(name, check)
        {
            Alone = true,
            Tell = tenant =>
            {
                tenant.KeySet["keys"]!.AsArray().Add(key.DeepClone());
                tenant.Forge = claims => Forgery.Token(header, claims.ToJsonString(), sign);
            },
        };

    /// <summary>A token that brings its key along.</summary>
    private static IdTokenLie Own(string member, string check, string kid, JsonNode value) => Signed(
        $"a key in {member} under the name {kid}",
        check,
        new JsonObject { ["alg"] = "RS256", ["typ"] = "JWT", ["kid"] = kid, [member] = value }.ToJsonString(),
        Forgery.Rs256(Forgery.OtherRsa));
}
