namespace Auth0.AspNetCore.Mrrt.Tokens;

/// <summary>What one caller of an exchange gets, and what its events are raised from.</summary>
/// <param name="result">The caller's result.</param>
/// <param name="outcome">How the exchange ended. Null when the events of this caller must say nothing.</param>
/// <param name="servedStored">True when the exchange failed and the caller gets a stored token that is still valid.</param>
internal sealed class ExchangeAnswer(AccessTokenResult result, ExchangeOutcome? outcome, bool servedStored)
{
    public AccessTokenResult Result => result;

    public ExchangeOutcome? Outcome => outcome;

    public bool ServedStored => servedStored;
}
