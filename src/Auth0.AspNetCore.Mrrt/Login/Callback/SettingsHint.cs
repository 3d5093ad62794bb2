namespace Auth0.AspNetCore.Mrrt.Login.Callback;

/// <summary>Names the likely setting behind an error of the tenant, in our own words. The tenant's text is only compared
/// with known beginnings: it came through the browser, where an attacker can choose it.</summary>
internal static class SettingsHint
{
    private const string Audience =
        "the tenant knows no API with the audience of this login: compare Audience with the API's identifier at the tenant, "
        + "letter by letter";

    /// <summary>Gives the hint for an error that came with a callback, or null.</summary>
    public static string? OfCallback(string? error, string? description) => error switch
    {
        "access_denied" or "invalid_request" when Begins(description, "Service not found") => Audience,
        "access_denied" when Begins(description, "Client is not authorized to access resource server") =>
            "the application at the tenant has no access to the API: authorize it for the audience of this login",
        "invalid_request" when Begins(description, "parameter organization is not allowed")
            || Begins(description, "parameter organization is required") =>
            "the application's organization settings at the tenant do not fit Organization here",
        "unauthorized_client" =>
            "the application at the tenant does not allow this login: check its application type and its grant types "
            + "(Authorization Code, Refresh Token)",
        "invalid_scope" => "the tenant does not know a scope of this login: check Scope",
        _ => null,
    };

    /// <summary>Gives the hint for an error that the token endpoint answered to a code, or null.</summary>
    public static string? OfCode(int? status, string? error) => (status, error) switch
    {
        (401, "access_denied") or (_, "invalid_client") =>
            "the tenant does not accept the client's credentials: check ClientId and ClientSecret (or the client's key or "
            + "certificate), and ClientAuthentication against the application's setting at the tenant",
        (403, "unauthorized_client") or (_, "unauthorized_client") =>
            "the application at the tenant does not allow the Authorization Code grant: switch it on",
        (403, "invalid_grant") or (_, "invalid_grant") =>
            "the code was used already, is too old, or was issued for another redirect_uri: check that the address of this "
            + "application is the same at the login and at the callback (a proxy may change it)",
        _ => null,
    };

    private static bool Begins(string? description, string text) =>
        description?.StartsWith(text, StringComparison.OrdinalIgnoreCase) == true;
}
