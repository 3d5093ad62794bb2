using Microsoft.IdentityModel.Tokens;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>What is wrong with the secrets or keys that an application has beside the first one. A message names them by their
/// position, and never shows one.</summary>
internal static class AdditionalCredentialProblems
{
    /// <summary>A call may be sent once with each: more would keep the user waiting for long.</summary>
    private const int Most = 4;

    public static IEnumerable<string> Of(ClientSettings client) => [.. Secrets(client), .. Keys(client)];

    private static IEnumerable<string> Secrets(ClientSettings client)
    {
        const string Name = nameof(client.AdditionalClientSecrets);
        var secrets = client.AdditionalClientSecrets;
        if (secrets.Count > 0 && client.ClientSecret is null)
        {
            yield return $"{Name} is set, and {nameof(client.ClientSecret)} is not: make the newest one {nameof(client.ClientSecret)}.";
        }

        if (TooMany(Name, secrets.Count) is { } problem)
        {
            yield return problem;
        }

        for (var i = 0; i < secrets.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(secrets[i]) || secrets[i].Trim() != secrets[i])
            {
                yield return $"{Name}[{i}] is empty, or begins or ends with white space: correct it or remove it.";
            }
        }
    }

    private static IEnumerable<string> Keys(ClientSettings client)
    {
        const string Name = nameof(client.AdditionalClientAssertionSecurityKeys);
        var keys = client.AdditionalClientAssertionSecurityKeys;
        if (keys.Count > 0 && client.ClientAssertionSecurityKey is null)
        {
            yield return $"{Name} is set, and {nameof(client.ClientAssertionSecurityKey)} is not: make the newest one "
                + $"{nameof(client.ClientAssertionSecurityKey)}.";
        }

        if (TooMany(Name, keys.Count) is { } problem)
        {
            yield return problem;
        }

        for (var i = 0; i < keys.Count; i++)
        {
            if (keys[i] is not SecurityKey key
                || !ClientAuthenticationProblems.Signs(key, client.ClientAssertionSecurityKeyAlgorithm))
            {
                yield return $"{Name}[{i}] cannot sign with '{client.ClientAssertionSecurityKeyAlgorithm}', as the other keys do.";
            }
        }
    }

    private static string? TooMany(string name, int count) =>
        count > Most ? $"{name} has {count} entries: keep the newest {Most} at most." : null;
}
