using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Auth0.AspNetCore.Mrrt.Testing.Keys;

/// <summary>
/// RSA keys are slow to make and test suites start hundreds of tenants, so a disposed tenant gives its keys back. Two
/// tenants that live at the same time never share one.
/// </summary>
internal static class RsaPool
{
    private static readonly ConcurrentBag<RSA> Keys = [];

    public static RSA Take() => Keys.TryTake(out var key) ? key : RSA.Create(2048);

    public static void Return(RSA key) => Keys.Add(key);
}
