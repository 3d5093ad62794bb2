namespace Auth0.AspNetCore.Mrrt.Lies;

/// <summary>What is bent about the provider's documents, or about the answer to a request that is pushed; no login begins,
/// and the log says why. What may pass is answered with 503.</summary>
internal sealed record DocumentLie(string Name, string Line, Action<ScriptedTenant> Tell, bool MayPass = false);
