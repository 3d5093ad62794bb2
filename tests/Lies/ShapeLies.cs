using System.Text;
using Microsoft.IdentityModel.Tokens;
using static Auth0.AspNetCore.Mrrt.Lies.IdTokenLie;

namespace Auth0.AspNetCore.Mrrt.Lies;

/// <summary>What is no ID token to begin with: cut, stretched, glued together, written in another way (RFC 7515, section
/// 5.2; RFC 7519, section 7.2).</summary>
internal static class ShapeLies
{
    private const string Signature = "SecurityTokenInvalidSignatureException";
    private const string NotReadable = "not readable";

    public static IEnumerable<IdTokenLie> All => [.. Segments, .. Signatures, .. Payloads];

    private static IEnumerable<IdTokenLie> Segments =>
    [
        Bent("a word", NotReadable, _ => "tell-tale"),
        Bent("two dots", NotReadable, _ => ".."),
        Bent("one segment", NotReadable, parts => parts[0]),
        Bent("two segments", NotReadable, parts => parts[0] + "." + parts[1]),
        Bent("four segments", NotReadable, parts => string.Join('.', parts) + ".x"),
        Bent("five segments", NotReadable, parts => string.Join('.', parts) + ".x.y"),
        Bent("six segments", NotReadable, parts => string.Join('.', parts) + ".x.y.z"),
        Bent("no header", NotReadable, parts => "." + parts[1] + "." + parts[2]),
        Bent("no payload", Signature, parts => parts[0] + ".." + parts[2]),
        Bent("a space before it", NotReadable, parts => " " + string.Join('.', parts)),
        Bent("a line's end behind it", Signature, parts => string.Join('.', parts) + "\n"),
        Bent("a header that is no base64", NotReadable, parts => "%%%." + parts[1] + "." + parts[2]),
        Bent("a payload that is no base64", NotReadable, parts => parts[0] + ".%%%." + parts[2]),
        Bent("a header that is a list", NotReadable, parts =>
            Base64UrlEncoder.Encode("[]") + "." + parts[1] + "." + parts[2]),
        Bent("a header that is no JSON", NotReadable, parts =>
            Base64UrlEncoder.Encode("{tell-tale") + "." + parts[1] + "." + parts[2]),
        Token("encrypted", "alg", claims => string.Join('.',
            Base64UrlEncoder.Encode("""{"alg":"dir","enc":"A128CBC-HS256"}"""), "", "AAAA", "AAAA", "AAAA")),
        Claim("longer than any token", NotReadable, claims => claims["x"] = new string('x', 300_000)),
    ];

    private static IEnumerable<IdTokenLie> Signatures =>
    [
        Bent("the signature stripped", Signature, parts => parts[0] + "." + parts[1] + "."),
        Bent("the signature cut short", Signature, parts => parts[0] + "." + parts[1] + "." + parts[2][..^4]),
        Bent("the signature of something else", Signature, parts =>
            parts[0] + "." + parts[1] + "." + Forgery.Token(Forgery.Header, "{}").Split('.')[2]),
        Bent("the signature with another bit", Signature, parts =>
            parts[0] + "." + parts[1] + "." + (parts[2][0] == 'A' ? 'B' : 'A') + parts[2][1..]),
        Bent("the signature with something behind it", Signature, parts => string.Join('.', parts) + "AAAA"),
        Bent("the payload changed after it was signed", Signature, parts => parts[0] + "."
            + Base64UrlEncoder.Encode(Base64UrlEncoder.Decode(parts[1])
                .Replace("auth0|alice", "auth0|tell-tale", StringComparison.Ordinal)) + "." + parts[2]),
        Bent("the header changed after it was signed", Signature, parts =>
            Base64UrlEncoder.Encode("""{"alg":"RS256","kid":"rsa"}""") + "." + parts[1] + "." + parts[2]),
    ];

    private static IEnumerable<IdTokenLie> Payloads =>
    [
        Payload("a payload that is a list", NotReadable, honest => "[" + honest + "]"),
        Payload("a payload that is a text", NotReadable, _ => "\"tell-tale\""),
        Payload("a payload that is null", NotReadable, _ => "null"),
        Payload("a payload that is a number", NotReadable, _ => "7"),
        Payload("a payload that is nothing", "SecurityTokenInvalidLifetimeException", _ => ""),
        Payload("a payload that is no JSON", NotReadable, _ => "{tell-tale"),
        Payload("a payload cut short", NotReadable, honest => honest[..^1]),
        Payload("a payload with something behind it", Unreadable, honest => honest + "{}"),
        Payload("a payload with a comment", NotReadable, honest => "/* tell-tale */" + honest),
        Payload("a payload with a comma too many", NotReadable, honest => honest[..^1] + ",}"),
        Payload("a payload a thousand levels deep", NotReadable, honest =>
            "{\"x\":" + new string('[', 1000) + new string(']', 1000) + "," + honest[1..]),
        Payload("a payload twenty levels deep", Unreadable, honest =>
            "{\"x\":" + new string('[', 20) + new string(']', 20) + "," + honest[1..]),
        Bytes("a payload in UTF-16", NotReadable, Encoding.Unicode.GetBytes),
        Bytes("a payload with a byte order mark", NotReadable, honest =>
            [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(honest)]),
        Bytes("a payload that is no UTF-8", NotReadable, honest =>
            Encoding.Latin1.GetBytes(honest.Replace("Alice", "\u00c3(", StringComparison.Ordinal))),
    ];

    private static IdTokenLie Bent(string name, string check, Func<string[], string> bend) =>
        Token(name, check, claims => bend(Forgery.Token(Forgery.Header, claims.ToJsonString()).Split('.')));

    private static IdTokenLie Bytes(string name, string check, Func<string, byte[]> write) =>
        Token(name, check, claims =>
        Forgery.Token(Forgery.Header, write(claims.ToJsonString()), Forgery.Rs256(ScriptedTenant.Rsa)));
}
