using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>Reports everything that is wrong with the client of <c>AddAuth0AccessTokens</c> at once, when the application
/// starts.</summary>
internal sealed class AccessTokensClientValidator(IEnumerable<Auth0Scheme> schemes, RedirectProblems redirects)
    : IValidateOptions<Auth0AccessTokensClientOptions>
{
    public ValidateOptionsResult Validate(string? name, Auth0AccessTokensClientOptions options)
    {
        if (!schemes.Contains(new Auth0Scheme(name ?? "", SignsIn: false)))
        {
            return ValidateOptionsResult.Skip;
        }

        string[] wrong =
        [
            .. ClientProblems.Of(name, ClientSettings.Of(options)),
            .. Redirects(options) is { } follows ? [follows] : Array.Empty<string>(),
        ];
        return wrong is []
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(wrong.Select(text => $"Access tokens for scheme '{name}': {text}"));
    }

    private string? Redirects(Auth0AccessTokensClientOptions options) => options switch
    {
        { BackchannelHttpHandler: { } handler } => RedirectProblems.Of(nameof(options.BackchannelHttpHandler), handler),
        { Backchannel: null, ClientCertificate: null } => redirects.OfNamedClient(),
        _ => null,
    };
}
