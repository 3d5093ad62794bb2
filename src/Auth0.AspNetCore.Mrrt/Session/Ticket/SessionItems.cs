using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Session.Ticket;

/// <summary>
/// A ticket's items, of which those that stand for tokens are made when somebody reads them. They take over a newer
/// generation in one step: a reader in another part of the request sees the old tokens or the new ones, never half of each
/// and never a dictionary in the middle of a change.
/// </summary>
internal sealed class SessionItems : IDictionary<string, string?>
{
    private volatile Held _held;

    /// <summary>The names of tokens that the application has set, with the values from before.</summary>
    private Dictionary<string, string?>? _changed;

    public SessionItems(IDictionary<string, string?> items) => _held = new Held(Copy(items), Tokens: null);

    /// <param name="others">The items that are no tokens: given away.</param>
    /// <param name="tokens">The tokens.</param>
    public SessionItems(Dictionary<string, string?> others, SessionTokens tokens) => _held = new Held(others, tokens);

    /// <summary>The tokens, unless the application has changed their items.</summary>
    public SessionTokens? Tokens => _held.Tokens;

    /// <summary>What is there beside the tokens; everything, when the application has changed theirs.</summary>
    public IReadOnlyDictionary<string, string?> Others => _held.Items;

    /// <summary>The bytes that the ticket was read from. Null when it was not.</summary>
    public TicketSource? Source { get; init; }

    public ICollection<string> Keys => All().Keys;

    public ICollection<string?> Values => All().Values;

    public int Count => All().Count;

    public bool IsReadOnly => false;

    public string? this[string key]
    {
        get => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"There is no item '{key}'.");
        set
        {
            if (!IsItemOfTokens(key, value))
            {
                ToChange(key)[key] = value;
            }
        }
    }

    /// <summary>Takes over what an exchange has brought. Tokens that the application has put there stay: it is about to sign in with
    /// them.</summary>
    public void TakeOver(SessionTokens newest)
    {
        var before = _held.Items;
        var own = _changed?.Where(item => before.GetValueOrDefault(item.Key) != item.Value).Select(item => item.Key).ToArray();
        if (own is null or [])
        {
            Renew(newest);
            return;
        }

        var items = Copy(before);
        TicketTokens.Write(newest, items);
        foreach (var name in own)
        {
            if (before.TryGetValue(name, out var value))
            {
                items[name] = value;
            }
            else
            {
                items.Remove(name);
            }
        }

        _held = new Held(items, Tokens: null);
    }

    /// <summary>Replaces all tokens.</summary>
    public void Renew(SessionTokens tokens)
    {
        _changed = null;
        var held = _held;
        var others = held.Items;
        if (held.Tokens is null)
        {
            others = Copy(others);
            if (others.ContainsKey(TicketItems.TokenNames))
            {
                TicketTokens.Write(tokens, others); // lists what the application has put beside the tokens
            }

            TicketItems.RemoveTokens(others);
        }

        _held = new Held(others, tokens);
    }

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string? value)
    {
        var held = _held;
        if (held.Items.TryGetValue(key, out value))
        {
            return true;
        }

        value = held.Tokens is { } tokens ? TicketTokens.Item(tokens, key) : null;
        return value is not null;
    }

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public bool Contains(KeyValuePair<string, string?> item) => TryGetValue(item.Key, out var value) && value == item.Value;

    public void Add(string key, string? value) => ToChange(key).Add(key, value);

    public void Add(KeyValuePair<string, string?> item) => Add(item.Key, item.Value);

    public bool Remove(string key) => ToChange(key).Remove(key);

    public bool Remove(KeyValuePair<string, string?> item) => Contains(item) && Remove(item.Key);

    public void Clear() => _held = new Held([], Tokens: null);

    public void CopyTo(KeyValuePair<string, string?>[] array, int arrayIndex) =>
        ((ICollection<KeyValuePair<string, string?>>)All()).CopyTo(array, arrayIndex);

    public IEnumerator<KeyValuePair<string, string?>> GetEnumerator() => All().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Copies a ticket's properties. Tokens stay tokens: no texts are made of them.</summary>
    public static AuthenticationProperties CopyOf(AuthenticationProperties properties) =>
        properties.Items is SessionItems { _held: { Tokens: { } tokens } held }
            ? new AuthenticationProperties(
                new SessionItems(new(held.Items, StringComparer.Ordinal), tokens),
                new Dictionary<string, object?>(properties.Parameters, StringComparer.Ordinal))
            : properties.Clone();

    private static Dictionary<string, string?> Copy(IDictionary<string, string?> items) =>
        items is SessionItems own ? own.Copy() : new(items, StringComparer.Ordinal);

    /// <summary>Whether the tokens stand for this item already. The framework's handlers set some of them again.</summary>
    private bool IsItemOfTokens(string key, string? value) =>
        value is not null && _held is { Tokens: { } tokens } held
        && !held.Items.ContainsKey(key) && TicketTokens.Item(tokens, key) == value;

    private Dictionary<string, string?> Copy() => new(All(), StringComparer.Ordinal);

    /// <summary>All items as texts: for who looks at more than one.</summary>
    private Dictionary<string, string?> All()
    {
        var held = _held;
        if (held.Tokens is null)
        {
            return held.Items;
        }

        var all = new Dictionary<string, string?>(held.Items, StringComparer.Ordinal);
        TicketTokens.Write(held.Tokens, all);
        return all;
    }

    /// <summary>The items to change one of. Whoever changes a token's finds all of them as texts, from which the tokens are
    /// read anew.</summary>
    private Dictionary<string, string?> ToChange(string key)
    {
        if (key.StartsWith(TicketItems.TokenPrefix, StringComparison.Ordinal) && TicketItems.OfTokens.Contains(key))
        {
            var held = _held;
            (_changed ??= new(StringComparer.Ordinal)).TryAdd(
                key, held.Tokens is { } tokens ? TicketTokens.Item(tokens, key) : held.Items.GetValueOrDefault(key));
        }

        if (_held.Tokens is not null && (TicketItems.OfTokens.Contains(key) || key == TicketItems.TokenNames))
        {
            _held = new Held(All(), Tokens: null);
        }

        return _held.Items;
    }

    private sealed record Held(Dictionary<string, string?> Items, SessionTokens? Tokens);
}
