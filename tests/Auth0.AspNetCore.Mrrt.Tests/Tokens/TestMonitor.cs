using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Tests.Tokens;

/// <summary>The same options under every name.</summary>
internal sealed class TestMonitor<T>(T value) : IOptionsMonitor<T>
{
    public T CurrentValue => value;

    public T Get(string? name) => value;

    public IDisposable? OnChange(Action<T, string?> listener) => null;
}
