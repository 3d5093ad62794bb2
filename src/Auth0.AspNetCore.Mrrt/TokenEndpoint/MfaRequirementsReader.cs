using System.Text.Json;

namespace Auth0.AspNetCore.Mrrt.TokenEndpoint;

/// <summary>Reads <c>mfa_requirements</c> of an answer. The member is a hint for the application: what cannot be read is left
/// out.</summary>
internal static class MfaRequirementsReader
{
    /// <summary>No tenant has more types of factors.</summary>
    private const int MostTypes = 20;

    private const int LongestType = 64;

    /// <summary>Returns null when the answer names no factor.</summary>
    /// <param name="answer">The answer, or nothing.</param>
    public static MfaRequirements? Read(JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object
            || !answer.TryGetProperty("mfa_requirements", out var requirements)
            || requirements.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        string[] challenge = [.. Types(requirements, "challenge").Union(Types(requirements, "challenge_types")).Take(MostTypes)];
        string[] enroll = [.. Types(requirements, "enroll").Distinct().Take(MostTypes)];
        return challenge is [] && enroll is [] ? null : new MfaRequirements(challenge, enroll);
    }

    /// <summary>Reads a list of types, or of objects with a type each.</summary>
    private static IEnumerable<string> Types(JsonElement requirements, string name) =>
        !requirements.TryGetProperty(name, out var list) || list.ValueKind != JsonValueKind.Array
            ? []
            : from one in list.EnumerateArray()
              let type = one.ValueKind switch
              {
                  JsonValueKind.String => one,
                  JsonValueKind.Object when one.TryGetProperty("type", out var member) => member,
                  _ => default,
              }
              where type.ValueKind == JsonValueKind.String
              let text = type.GetString()!
              where text is { Length: > 0 and <= LongestType } && text.All(c => c is > ' ' and <= '~')
              select text;
}
