using Auth0.AspNetCore.Mrrt.Testing.Http;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Testing.Hosting;

/// <summary>Finds everything that is wrong with the options and says it at once.</summary>
internal static class TenantOptionsValidation
{
    /// <exception cref="OptionsValidationException">Something is wrong.</exception>
    public static void ThrowIfInvalid(Auth0TenantOptions options)
    {
        string[] wrong =
        [
            .. General(options),
            .. Repeated(options.Clients.Select(client => client.ClientId), nameof(options.Clients), "ClientId"),
            .. Repeated(options.Apis.Select(api => api.Identifier), nameof(options.Apis), "Identifier"),
            .. Repeated(options.Users.Select(user => user.Id), nameof(options.Users), "Id"),
            .. options.Apis.SelectMany(Api),
            .. options.Clients.SelectMany(Client),
            .. Urls(options.LogoutUrls, nameof(options.LogoutUrls)),
        ];
        if (wrong.Length > 0)
        {
            throw new OptionsValidationException(nameof(Auth0TenantOptions), typeof(Auth0TenantOptions), wrong);
        }
    }

    private static IEnumerable<string> General(Auth0TenantOptions options)
    {
        if (Uri.CheckHostName(options.InProcessDomain) == UriHostNameType.Unknown)
        {
            yield return $"{nameof(options.InProcessDomain)} '{options.InProcessDomain}' is not a host name: " +
                "leave out the scheme, the port and the path.";
        }

        if (options.Port is < 0 or > 65535)
        {
            yield return $"{nameof(options.Port)} {options.Port} is not a port: use 0 for any free one.";
        }

        if (options.RefreshTokenLimit < 1)
        {
            yield return $"{nameof(options.RefreshTokenLimit)} must be 1 or more; Auth0's limit is 200.";
        }

        (string Name, TimeSpan Value)[] lifetimes =
        [
            (nameof(options.AuthorizationCodeLifetime), options.AuthorizationCodeLifetime),
            (nameof(options.IdTokenLifetime), options.IdTokenLifetime),
            (nameof(options.SessionIdleLifetime), options.SessionIdleLifetime),
            (nameof(options.SessionLifetime), options.SessionLifetime),
        ];
        foreach (var (name, _) in lifetimes.Where(lifetime => lifetime.Value <= TimeSpan.Zero))
        {
            yield return $"{name} must be more than zero.";
        }
    }

    private static IEnumerable<string> Repeated(IEnumerable<string> keys, string list, string key) =>
        keys.GroupBy(value => value).SelectMany(group => group switch
        {
            { Key: "" } => [$"{list}: {key} is empty."],
            _ when group.Count() > 1 => [$"{list}: {key} '{group.Key}' is there {group.Count()} times."],
            _ => (string[])[],
        });

    private static IEnumerable<string> Api(TenantApi api)
    {
        if (api.AccessTokenLifetime < TimeSpan.FromSeconds(1))
        {
            yield return $"Api '{api}': {nameof(api.AccessTokenLifetime)} must be a second or more.";
        }

        foreach (var scope in api.Scopes.Where(IsNoScope))
        {
            yield return $"Api '{api}': '{scope}' is not a scope: give each as an entry of its own.";
        }
    }

    private static IEnumerable<string> Client(TenantClient client)
    {
        foreach (var problem in Urls(client.Callbacks, $"Client '{client}': {nameof(client.Callbacks)}")
            .Concat(Urls(client.LogoutUrls, $"Client '{client}': {nameof(client.LogoutUrls)}")))
        {
            yield return problem;
        }

        foreach (var (name, lifetime) in new[]
        {
            (nameof(client.AbsoluteLifetime), client.AbsoluteLifetime),
            (nameof(client.IdleLifetime), client.IdleLifetime),
        })
        {
            if (lifetime <= TimeSpan.Zero)
            {
                yield return $"Client '{client}': {name} must be more than zero, or null for no limit.";
            }
        }

        foreach (var policy in client.Policies)
        {
            if (policy.Audience.Length == 0)
            {
                yield return $"Client '{client}': a policy has an empty {nameof(policy.Audience)}.";
            }

            foreach (var scope in policy.Scopes.Where(IsNoScope))
            {
                yield return $"Client '{client}', policy for '{policy.Audience}': '{scope}' is not a scope: " +
                    "give each as an entry of its own.";
            }
        }
    }

    private static IEnumerable<string> Urls(IEnumerable<string> urls, string list) =>
        from url in urls
        let problem = UrlAllowList.Problem(url)
        where problem is not null
        select $"{list}: '{url}' {problem}.";

    private static bool IsNoScope(string scope) => scope.Length == 0 || scope.Any(char.IsWhiteSpace);
}
