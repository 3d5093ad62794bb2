namespace Auth0.AspNetCore.Mrrt.TokenEndpoint;

/// <summary>The tenant did not take a pushed authorization request.</summary>
/// <param name="error">The tenant's error code, in a form that may be printed.</param>
/// <param name="errorDescription">The tenant's own words. They belong into no text of ours.</param>
internal sealed class PushRefusedException(string? error, string? errorDescription)
    : Exception("The tenant did not take the pushed authorization request.")
{
    public string? Error => error;

    public string? ErrorDescription => errorDescription;
}
