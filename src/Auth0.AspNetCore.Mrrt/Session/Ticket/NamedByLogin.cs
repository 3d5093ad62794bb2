using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Session.Ticket;

/// <summary>
/// Proves that a sign-in belongs to the login that named its session. Two callbacks of one login then share one session in a
/// store. The proof is a parameter, not an item: no ticket and no state contains it.
/// </summary>
internal static class NamedByLogin
{
    private const string Parameter = ".Auth0.named_by_login";

    /// <summary>Adds the proof to the properties that a login signs in with.</summary>
    public static void Prove(AuthenticationProperties properties, string sessionId) =>
        properties.Parameters[Parameter] = new Proof(sessionId);

    /// <summary>Takes the proof out of the properties: it holds for one sign-in.</summary>
    /// <returns>True when a login has just named this session.</returns>
    public static bool Take(AuthenticationProperties properties, string sessionId) =>
        properties.Parameters.Remove(Parameter, out var value) && value is Proof proof && proof.SessionId == sessionId;

    private sealed class Proof(string sessionId)
    {
        public string SessionId => sessionId;
    }
}
