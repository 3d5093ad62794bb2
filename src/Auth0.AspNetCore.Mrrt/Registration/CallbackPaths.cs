using System.Collections.Concurrent;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>
/// The paths at which each login is answered. They are collected as each login's options are made: reading all of them where
/// the schemes are registered is a circle as soon as the application calls the framework's <c>AddOpenIdConnect</c>, whose
/// options need the schemes.
/// </summary>
internal sealed class CallbackPaths
{
    private readonly ConcurrentDictionary<string, PathString[]> _paths = new(StringComparer.Ordinal);

    /// <summary>Names the login that the login handler answers at a path, of the logins whose options have been made. Null when
    /// no handler takes the path.</summary>
    public string? OwnerOf(PathString path) => _paths.FirstOrDefault(login => login.Value.Contains(path)).Key;

    /// <summary>Notes the paths of a login, and says which of them leads to two places, or nothing.</summary>
    public string? Problem(string scheme, OpenIdConnectOptions options)
    {
        PathString[] all = [options.CallbackPath, options.SignedOutCallbackPath, options.RemoteSignOutPath];
        PathString[] own = [.. all.Where(path => path.HasValue)];
        _paths[scheme] = own;
        foreach (var path in own)
        {
            string[] others = [.. _paths.Where(other => other.Key != scheme && other.Value.Contains(path)).Select(other => other.Key)];
            if (others is not [] || own.Count(path.Equals) > 1)
            {
                return $"the path '{path}' is used for more than one {nameof(options.CallbackPath)}, "
                    + $"{nameof(options.SignedOutCallbackPath)} or {nameof(options.RemoteSignOutPath)} of "
                    + $"'{string.Join("', '", others.Prepend(scheme))}': give each its own, or only the first is reached.";
            }
        }

        return null;
    }
}
