using System.Text.Json.Nodes;

namespace Auth0.AspNetCore.Mrrt.Testing.Keys;

/// <summary>The tenant's keys: previous, current and next, of which the current one signs.</summary>
internal sealed class SigningKeys(string commonName, TimeProvider clock) : IDisposable
{
    private readonly Lock _sync = new();
    private readonly List<SigningKey> _all = [];
    private SigningKey? _previous;
    private SigningKey? _current;
    private SigningKey? _next;

    public string Sign(JsonObject claims)
    {
        lock (_sync)
        {
            return Current().Sign(claims);
        }
    }

    public void PublishNext()
    {
        lock (_sync)
        {
            _next ??= Create();
        }
    }

    public void Rotate(bool keepPrevious)
    {
        lock (_sync)
        {
            _previous = keepPrevious ? Current() : null;
            _current = _next ?? Create();
            _next = null;
        }
    }

    public JsonObject ToJsonWebKeySet()
    {
        lock (_sync)
        {
            SigningKey?[] published = [Current(), _next, _previous];
            return new JsonObject
            {
                ["keys"] = new JsonArray([.. published.OfType<SigningKey>().Select(key => key.ToJsonWebKey())]),
            };
        }
    }

    public void Dispose()
    {
        lock (_sync)
        {
            _all.ForEach(key => RsaPool.Return(key.Rsa));
            _all.Clear();
        }
    }

    private SigningKey Current() => _current ??= Create();

    private SigningKey Create()
    {
        var key = new SigningKey(commonName, clock.GetUtcNow());
        _all.Add(key);
        return key;
    }
}
