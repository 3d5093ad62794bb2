using Auth0.AspNetCore.Mrrt.Endpoints;
using Auth0.AspNetCore.Mrrt.Tokens;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>Says what is wrong with the audiences whose tokens a browser may have.</summary>
internal static class BrowserTokensProblems
{
    private const string Setting = nameof(Auth0EndpointsOptions.BrowserAccessTokens);

    public static IEnumerable<string> Of(IDictionary<string, string> allowed, Auth0WebAppWithAccessTokenOptions settings) =>
        allowed.Count > 0 && !settings.Enabled
            ? [$"{Setting} names audiences, and the login gets no access tokens: call WithAccessToken."]
            : allowed.Select(entry => Problem(entry.Key, entry.Value, settings)).OfType<string>();

    private static string? Problem(string audience, string scope, Auth0WebAppWithAccessTokenOptions settings) =>
        string.IsNullOrWhiteSpace(audience) ? $"{Setting} has an entry without an audience."
        : RequestBounds.Problem(audience, scope) is { } beyond ? $"{Setting}: {beyond}"
        : ScopeSet.Count(scope) == 0 ? $"{Setting} names no scopes for '{audience}': name those that a browser may have."
        : !BrowserTokens.Covers(scope, settings.DefaultScope(audience))
            ? $"{Setting} names fewer scopes for '{audience}' than each of its tokens is asked for "
                + $"({nameof(settings.Scope)}, {nameof(settings.ScopeByAudience)}): name all of them, or give the browser another audience."
        : null;
}
