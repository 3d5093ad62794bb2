using Auth0.AspNetCore.Mrrt.Coordination;

namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>What one caller of an exchange gets, and what its events are raised from.</summary>
/// <param name="result">The caller's result.</param>
/// <param name="outcome">How the exchange ended. Null when the events of this caller must say nothing.</param>
/// <param name="servedStored">True when the exchange failed and the caller gets a stored token that is still valid.</param>
/// <param name="sharers">The callers that share the exchange. Null when this caller is the only one.</param>
internal sealed class ExchangeAnswer(AccessTokenResult result, ExchangeOutcome? outcome, bool servedStored, Flight? sharers)
{
    public AccessTokenResult Result => result;

    public bool ServedStored => servedStored;

    /// <summary>Takes on the events of the exchange. One caller raises them for all that share it.</summary>
    /// <returns>The outcome to raise them from. Null when this caller raises none.</returns>
    public ExchangeOutcome? TryClaim() =>
        outcome is { IsSilent: false } && sharers?.TryClaim() != false ? outcome : null;
}
