using System.Globalization;
using Auth0.AspNetCore.Mrrt.Testing.Hosting;
using Auth0.AspNetCore.Mrrt.Testing.Http;

namespace Auth0.AspNetCore.Mrrt.Testing.Authorize;

/// <summary>Checks the parameters of an authorization request whose callback is trusted.</summary>
internal sealed class AuthorizeRequestReader(
    Registrations registrations, TenantAddress address, TenantBehavior behavior)
{
    private static readonly string[] Single =
    [
        "response_type", "client_id", "redirect_uri", "scope", "state", "audience", "nonce", "response_mode",
        "code_challenge", "code_challenge_method", "prompt", "max_age", "login_hint", "organization",
    ];

    public (AuthorizeRequest? Request, AuthorizeError? Error) Read(RequestParameters parameters, CallbackTarget target)
    {
        var audience = Audience(parameters, target.Client);
        var api = registrations.FindApi(audience);
        var requested = ScopeList.Parse(parameters["scope"]);
        var error = ProtocolError(parameters)
            ?? PromptError(parameters)
            ?? PkceError(parameters)
            ?? OrganizationError(parameters, target.Client)
            ?? ScopeError(requested)
            ?? (audience is not null && api is null
                ? new AuthorizeError("access_denied", $"Service not found: {audience}")
                : null);
        if (error is not null)
        {
            return (null, error);
        }

        return (new AuthorizeRequest
        {
            Target = target,
            Api = api,
            Scopes = requested,
            Nonce = parameters["nonce"],
            Prompt = ScopeList.Parse(parameters["prompt"]),
            MaxAge = parameters["max_age"] is { } age
                ? TimeSpan.FromSeconds(int.Parse(age, NumberStyles.None, CultureInfo.InvariantCulture))
                : null,
            LoginHint = parameters["login_hint"],
            Challenge = parameters["code_challenge"] is { } challenge
                ? new PkceChallenge(challenge, isPlain: parameters["code_challenge_method"] != "S256")
                : null,
            Organization = parameters["organization"] is { } name ? OrganizationClaims.From(name) : null,
        }, null);
    }

    private string? Audience(RequestParameters parameters, TenantClient client)
    {
        var audience = parameters["audience"] ?? parameters["resource"] ?? client.DefaultAudience;
        return audience == address.UserInfo ? null : audience;
    }

    private static AuthorizeError? ProtocolError(RequestParameters parameters)
    {
        if (parameters.Repeated.FirstOrDefault(Single.Contains) is { } repeated)
        {
            return AuthorizeError.Invalid($"Duplicate parameter: {repeated}");
        }

        return parameters["response_type"] switch
        {
            null => AuthorizeError.Invalid("Missing required parameter: response_type"),
            not "code" and var type => new AuthorizeError(
                "unsupported_response_type", $"Unsupported response type: {type}"),
            _ when parameters["response_mode"] is { } mode && !CallbackReply.Modes.Contains(mode) =>
                AuthorizeError.Invalid($"Unsupported response mode: {mode}"),
            _ => null,
        };
    }

    private static AuthorizeError? PromptError(RequestParameters parameters)
    {
        var prompt = ScopeList.Parse(parameters["prompt"]);
        if (prompt.Contains("none") && prompt.Count > 1)
        {
            return AuthorizeError.Invalid("prompt=none cannot be combined with other values");
        }

        return parameters["max_age"] is { } age
            && !int.TryParse(age, NumberStyles.None, CultureInfo.InvariantCulture, out _)
                ? AuthorizeError.Invalid("max_age must be a number of seconds")
                : null;
    }

    private AuthorizeError? PkceError(RequestParameters parameters)
    {
        if (parameters["code_challenge"] is not { } challenge)
        {
            return null;
        }

        // Without a method RFC 7636 means plain.
        if (parameters["code_challenge_method"] != "S256"
            && !(behavior.AcceptPlainPkce && parameters["code_challenge_method"] is null or "plain"))
        {
            return AuthorizeError.Invalid("code_challenge_method must be S256");
        }

        return challenge.Length is < 43 or > 128
            ? AuthorizeError.Invalid("code_challenge must have between 43 and 128 characters")
            : null;
    }

    private AuthorizeError? OrganizationError(RequestParameters parameters, TenantClient client) =>
        parameters["organization"] switch
        {
            null when client.RequireOrganization =>
                AuthorizeError.Invalid("parameter organization is required for this client"),
            { } name when !OrganizationClaims.IsId(name) && !behavior.AllowOrganizationNames =>
                AuthorizeError.Invalid("authorization request parameter organization must be an organization id"),
            _ => null,
        };

    private static AuthorizeError? ScopeError(IReadOnlyList<string> scopes) =>
        scopes.Contains(ScopeList.OnlineAccess) && scopes.Contains(ScopeList.OfflineAccess)
            ? AuthorizeError.Invalid("Cannot request both online_access and offline_access scopes")
            : null;
}
