using Auth0.AspNetCore.Mrrt.Tokens;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>Reports all wrong settings of access tokens at once, when the application starts.</summary>
internal sealed class AccessTokenOptionsValidator : IValidateOptions<Auth0WebAppWithAccessTokenOptions>
{
    public ValidateOptionsResult Validate(string? name, Auth0WebAppWithAccessTokenOptions options)
    {
        if (!options.Enabled)
        {
            return ValidateOptionsResult.Skip;
        }

        List<string> wrong = [];
        if (options.Scope is { Length: > 0 }
            && string.IsNullOrWhiteSpace(options.Audience)
            && options.ScopeByAudience.Count > 0)
        {
            wrong.Add($"{nameof(options.Scope)} belongs to {nameof(options.Audience)}, which is not set: set it, or move "
                + $"the scopes into {nameof(options.ScopeByAudience)}.");
        }

        if (options.Audience is { } audience && options.ScopeByAudience.ContainsKey(audience) && options.Scope is { Length: > 0 })
        {
            wrong.Add($"the scopes of '{audience}' are set twice: in {nameof(options.Scope)} and in "
                + $"{nameof(options.ScopeByAudience)}. Keep one.");
        }

        if (options.ScopeByAudience.Keys.Any(string.IsNullOrWhiteSpace))
        {
            wrong.Add($"{nameof(options.ScopeByAudience)} has an entry without an audience.");
        }

        if (RequestBounds.Problem(options.Audience, options.Scope) is { } problem)
        {
            wrong.Add($"{nameof(options.Audience)} and {nameof(options.Scope)}: {problem}");
        }

        wrong.AddRange(
            from entry in options.ScopeByAudience
            let beyond = RequestBounds.Problem(entry.Key, entry.Value)
            where beyond is not null
            select $"{nameof(options.ScopeByAudience)}: {beyond}");

        return wrong is []
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(wrong.Select(text => $"Auth0 scheme '{name}', access tokens: {text}"));
    }
}
