namespace Auth0.AspNetCore.Mrrt.Testing.Authorize;

/// <summary>A refusal that goes back to the application through its response mode.</summary>
internal sealed record AuthorizeError(string Code, string Description)
{
    public static AuthorizeError LoginRequired { get; } = new("login_required", "Login required");

    public static AuthorizeError ConsentRequired { get; } = new("consent_required", "Consent required");

    public static AuthorizeError Denied { get; } = new("access_denied", "User did not authorize the request");

    public static AuthorizeError Blocked { get; } = new("unauthorized", "user is blocked");

    public static AuthorizeError Invalid(string description) => new("invalid_request", description);
}
