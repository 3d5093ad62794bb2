using System.Text.Json.Nodes;

namespace Auth0.AspNetCore.Mrrt.Lies;

/// <summary>What is bent about an ID token, and the check that has to notice, by its name in the log.</summary>
internal sealed record IdTokenLie(string Name, string Check)
{
    /// <summary>What the application adds to its authorization request. A case that adds anything needs an application
    /// of its own.</summary>
    public Dictionary<string, string> LoginParameters { get; init; } = [];

    /// <summary>For a case that bends the keys as well, which are read once.</summary>
    public bool Alone { get; init; }

    public Action<ScriptedTenant> Tell { get; init; } = _ => { };

    public static IdTokenLie Claim(string name, string check, Action<JsonObject> change) =>
        new(name, check) { Tell = tenant => tenant.Claims = change };

    /// <summary>Writes the whole token, out of the claims of an honest one.</summary>
    public static IdTokenLie Token(string name, string check, Func<JsonObject, string> write) =>
        new(name, check) { Tell = tenant => tenant.Forge = write };

    /// <summary>An honest payload under another header, and signed as an honest one.</summary>
    public static IdTokenLie Header(string name, string check, string header) =>
        Token(name, check, claims => Forgery.Token(header, claims.ToJsonString()));

    /// <summary>Any payload, signed as an honest one.</summary>
    public static IdTokenLie Payload(string name, string check, Func<string, string> write) =>
        Token(name, check, claims => Forgery.Token(Forgery.Header, write(claims.ToJsonString())));

    /// <summary>A claim that is there twice, first as <paramref name="first"/> and then as it should be.</summary>
    public static IEnumerable<IdTokenLie> Twice(string name, string first)
    {
        yield return Payload(
            $"{name} twice, the right one last", Unreadable, honest =>
                "{\"" + name + "\":" + first + "," + honest[1..]);
        yield return Payload(
            $"{name} twice, the second name escaped",
            Unreadable,
            honest => "{\"\\u00" + Convert.ToHexString([(byte)name[0]]) + name[1..] + "\":" + first + "," + honest[1..]);
    }

    public const string Unreadable = "no clean JSON, or a member twice";
}
