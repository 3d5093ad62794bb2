using Auth0.AspNetCore.Mrrt.Endpoints;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>Reports everything that is wrong with the settings of <c>MapAuth0</c> at once, before the application starts.</summary>
internal sealed class EndpointsValidator(
    IEnumerable<Auth0Scheme> schemes,
    IOptionsMonitor<OpenIdConnectOptions> handlers,
    IOptionsMonitor<Auth0WebAppWithAccessTokenOptions> accessTokens,
    CallbackPaths callbacks,
    MappedEndpoints mapped)
{
    /// <exception cref="InvalidOperationException">The scheme is no login of this library, or has been mapped before.</exception>
    public void RequireScheme(string scheme)
    {
        if (!schemes.Contains(new Auth0Scheme(scheme, SignsIn: true)))
        {
            throw new InvalidOperationException(schemes.Any(known => known.Name == scheme)
                ? $"MapAuth0 was called for scheme '{scheme}', whose login handler is the application's own: map your own endpoints for it."
                : $"MapAuth0 was called for scheme '{scheme}', which has no login: call AddAuth0WebApp for it first.");
        }

        if (mapped.Contains(scheme))
        {
            throw new InvalidOperationException($"MapAuth0 was called twice for scheme '{scheme}': call it once.");
        }
    }

    /// <exception cref="OptionsValidationException">A setting is wrong.</exception>
    public void RequireValid(string scheme, Auth0EndpointsOptions options)
    {
        string[] paths = [.. EndpointPath.Of(options)];
        // The options of a login tell its callback paths when they are made.
        foreach (var login in schemes.Where(known => known.SignsIn))
        {
            _ = handlers.Get(login.Name);
        }

        string[] wrong =
        [
            .. paths.Select(PathProblem).OfType<string>(),
            .. Twice(paths),
            .. Parameters(options.LoginParameters),
            .. BrowserTokensProblems.Of(options.BrowserAccessTokens, accessTokens.Get(scheme)),
        ];
        if (!Enum.IsDefined(options.LogoutByGet))
        {
            wrong = [.. wrong, $"{nameof(options.LogoutByGet)} is {options.LogoutByGet}: use one of its names."];
        }

        if (wrong is not [])
        {
            throw new OptionsValidationException(
                scheme, typeof(Auth0EndpointsOptions), wrong.Select(text => $"MapAuth0, scheme '{scheme}': {text}"));
        }

        mapped.Add(scheme, paths);
    }

    private string? PathProblem(string path) =>
        !EndpointPath.IsPlain(path)
            ? $"the path '{path}' is none that an endpoint can have: write segments of letters, digits and -._~ with one / before each."
        : callbacks.OwnerOf(path) is { } login
            ? $"the path '{path}' is one that the login handler of scheme '{login}' answers: choose another."
        : mapped.OwnerOf(path) is { } other
            ? $"the path '{path}' is an endpoint of scheme '{other}': set another {nameof(Auth0EndpointsOptions.Prefix)}."
        : null;

    private static IEnumerable<string> Twice(string[] paths) =>
        from same in paths.GroupBy(path => path, StringComparer.OrdinalIgnoreCase)
        where same.Skip(1).Any()
        select $"the path '{same.Key}' is used for two endpoints: give each its own.";

    private static IEnumerable<string> Parameters(ISet<string> names) =>
        from name in names
        let problem = name == LoginParameters.AnyExtension ? null
            : name is null || !LoginParameterRules.IsName(name) ? "is no name of a parameter"
            : AuthorizationParameters.IsReserved(name.ToLowerInvariant()) ? "is the protocol's own"
            : name == LoginParameters.ReturnTo ? "is read in any case, and is nothing for the tenant"
            : null
        where problem is not null
        select $"{nameof(Auth0EndpointsOptions.LoginParameters)} holds '{name}', which {problem}: remove it.";
}
