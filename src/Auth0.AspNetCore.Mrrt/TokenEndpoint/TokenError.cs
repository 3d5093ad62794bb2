namespace Auth0.AspNetCore.Mrrt.TokenEndpoint;

/// <summary>Classifies a refusal of the token endpoint by its status, its code and, for a blocked user, its description.</summary>
internal static class TokenError
{
    /// <summary>Auth0 has one code for several refusals. This text tells a blocked user from the others.</summary>
    private const string UserIsBlocked = "user is blocked";

    /// <param name="status">The status of the answer, which is no 2xx.</param>
    /// <param name="error">The answer's <c>error</c>. Null when it has none: something between here and the tenant answered.</param>
    /// <param name="description">The answer's <c>error_description</c>.</param>
    public static TokenErrorClass ClassOf(int status, string? error, string? description) => status switch
    {
        408 or 429 or >= 500 => TokenErrorClass.Transient,
        _ => error switch
        {
            null => TokenErrorClass.Transient,
            "temporarily_unavailable" or "server_error" or "slow_down" or "too_many_requests" => TokenErrorClass.Transient,
            "mfa_required" or "interaction_required" or "login_required" or "consent_required"
                or "account_selection_required" or "unmet_authentication_requirements" => TokenErrorClass.Challenge,
            "unauthorized" => TokenErrorClass.UserRefused,
            "access_denied" when IsBlocked(description) => TokenErrorClass.UserRefused,
            // A wrong client secret at Auth0. With 403 it is an Action's refusal: a login may pass where a refresh does not.
            "access_denied" when status == 401 => TokenErrorClass.ClientRefused,
            "invalid_client" => TokenErrorClass.ClientRefused,
            _ => TokenErrorClass.Terminal,
        },
    };

    private static bool IsBlocked(string? description) =>
        description?.StartsWith(UserIsBlocked, StringComparison.OrdinalIgnoreCase) == true;
}
