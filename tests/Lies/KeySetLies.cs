using System.Text.Json.Nodes;

namespace Auth0.AspNetCore.Mrrt.Lies;

/// <summary>RFC 7517, section 5: key sets without a key that can check the signature of an ID token.</summary>
internal static class KeySetLies
{
    public static IEnumerable<KeySetLie> All =>
    [
        new("nothing", []),
        new("an empty list", new() { ["keys"] = new JsonArray() }),
        Key("a key without numbers", new() { ["kty"] = "RSA", ["kid"] = "rsa" }),
        Key("a key for encryption", Forgery.Publish(ScriptedTenant.Rsa, "rsa", "enc")),
        Key("a key of another kind", new() { ["kty"] = "tell-tale", ["kid"] = "rsa" }),
        Key("a shared secret", new() { ["kty"] = "oct", ["kid"] = "rsa", ["k"] = "AAAA" }),
    ];

    private static KeySetLie Key(string name, JsonObject key) => new(name, new() { ["keys"] = new JsonArray(key) });
}
