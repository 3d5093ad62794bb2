using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Auth0.AspNetCore.Mrrt.Session;

/// <summary>
/// A ticket's items that take over a newer generation in one step: a reader in another part of the request sees the
/// old tokens or the new ones, never half of each and never a dictionary in the middle of a change.
/// </summary>
internal sealed class SessionItems(IDictionary<string, string?> items) : IDictionary<string, string?>
{
    private volatile Dictionary<string, string?> _items = new(items, StringComparer.Ordinal);

    public ICollection<string> Keys => _items.Keys;

    public ICollection<string?> Values => _items.Values;

    public int Count => _items.Count;

    public bool IsReadOnly => false;

    public string? this[string key]
    {
        get => _items[key];
        set => _items[key] = value;
    }

    public void Renew(SessionTokens tokens)
    {
        var renewed = new Dictionary<string, string?>(_items, StringComparer.Ordinal);
        TicketTokens.Write(tokens, renewed);
        _items = renewed;
    }

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string? value) => _items.TryGetValue(key, out value);

    public bool ContainsKey(string key) => _items.ContainsKey(key);

    public bool Contains(KeyValuePair<string, string?> item) =>
        ((ICollection<KeyValuePair<string, string?>>)_items).Contains(item);

    public void Add(string key, string? value) => _items.Add(key, value);

    public void Add(KeyValuePair<string, string?> item) => _items.Add(item.Key, item.Value);

    public bool Remove(string key) => _items.Remove(key);

    public bool Remove(KeyValuePair<string, string?> item) =>
        ((ICollection<KeyValuePair<string, string?>>)_items).Remove(item);

    public void Clear() => _items.Clear();

    public void CopyTo(KeyValuePair<string, string?>[] array, int arrayIndex) =>
        ((ICollection<KeyValuePair<string, string?>>)_items).CopyTo(array, arrayIndex);

    public IEnumerator<KeyValuePair<string, string?>> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
