namespace Auth0.AspNetCore.Mrrt.Tests.Generated;

/// <summary>
/// What the library may hand out and must ask for, in the plainest words: sets instead of texts, seconds instead of
/// moments, no generations, no concurrency. Written from the design and not from the code.
/// </summary>
internal sealed class Model(int limit, long leeway)
{
    private const int RefusalSeconds = 60;

    private readonly List<ModelToken> _others = [];
    private readonly Dictionary<string, long> _refusedAudiences = [];

    public long Now { get; private set; }

    /// <summary>The token of the login.</summary>
    public ModelToken? Login { get; set; }

    public bool CanRefresh { get; private set; } = true;

    public void Wait(int seconds) => Now += seconds;

    public void Reject() => CanRefresh = false;

    public void RefuseAudience(string audience) => _refusedAudiences[audience] = Now + RefusalSeconds;

    /// <summary>Whether the tenant would only give a token for another audience again.</summary>
    public bool Refuses(string audience) => _refusedAudiences.GetValueOrDefault(audience) > Now;

    /// <summary>Every token that may be handed out without asking the tenant; none means that it must be asked.</summary>
    public ModelToken[] Servable(string? audience, HashSet<string> need, bool withinLeeway = false)
    {
        var valid = (Login is null ? _others : [Login, .. _others])
            .Where(token => token.Audience == audience && token.ExpiresAt > Now + (withinLeeway ? 0 : LeewayOf(token)))
            .ToArray();
        var covering = valid.Where(token => token.Covers(need)).ToArray();
        if (covering.Length > 0)
        {
            return [.. covering.Where(token => token.ScopeCount == covering.Min(other => other.ScopeCount))];
        }

        var refused = valid
            .Where(token => need.IsSubsetOf(token.Asked) && (withinLeeway || (token.RefusedUntil ?? token.ExpiresAt) > Now))
            .ToArray();
        return [.. refused.Where(token => token.Missing(need).Length == refused.Min(other => other.Missing(need).Length))];
    }

    /// <summary>The scopes that go on the wire: the login's own token is always renewed in full.</summary>
    public HashSet<string> ToAsk(string? audience, HashSet<string> need, bool forced) =>
        IsLogins(audience, need, forced) ? [.. Login!.Asked.Count > 0 ? Login.Asked : Login.Granted ?? [], .. need] : need;

    public void Keep(ModelToken token, HashSet<string> need, bool forced)
    {
        _refusedAudiences.Remove(token.Audience!);
        _others.RemoveAll(other => other.ExpiresAt <= Now);
        if (IsLogins(token.Audience, need, forced))
        {
            Login = token;
        }
        else
        {
            KeepBeside(token, forced);
        }

        // What a forced refresh obtained is what the next such call gets.
        while (forced && Servable(token.Audience, need) is [var first, ..] && first != token && _others.Remove(first))
        {
        }
    }

    private void KeepBeside(ModelToken token, bool forced)
    {
        foreach (var same in _others.Where(other => IsSame(other, token)).ToArray())
        {
            Remember(same, token, forced);
            _others.Remove(same);
        }

        if (forced)
        {
            _others.RemoveAll(other => other.Audience == token.Audience
                && (other.Granted ?? []).IsSubsetOf(token.Granted ?? []));
        }

        _others.Add(token);
        while (_others.Count > limit)
        {
            _others.Remove(_others.Where(other => other != token).MinBy(other => other.UsedAt)!);
        }
    }

    /// <summary>A token that lives shorter than twice the leeway is good for half its life.</summary>
    private double LeewayOf(ModelToken token) => token.ObtainedAt is { } obtained
        ? Math.Min(leeway, (token.ExpiresAt - obtained) / 2.0)
        : leeway;

    /// <summary>A refusal lasts as long as the token it came with, whoever has that token's place by then.</summary>
    private void Remember(ModelToken older, ModelToken token, bool forced)
    {
        var end = older.RefusedUntil ?? older.ExpiresAt;
        if (!forced && end > Now && !older.Asked.IsSubsetOf(token.Asked))
        {
            token.Asked.UnionWith(older.Asked);
            token.RefusedUntil = Math.Min(end, token.RefusedUntil ?? token.ExpiresAt);
        }
    }

    private bool IsLogins(string? audience, HashSet<string> need, bool forced) =>
        Login is not null
        && Login.Audience == audience
        && (Login.Asked.Count == 0 || need.IsSubsetOf(Login.Asked) || (forced && Login.Covers(need)));

    private static bool IsSame(ModelToken other, ModelToken token) =>
        other.Audience == token.Audience
        && (other.Asked.SetEquals(token.Asked)
            || (other.Granted is not null && other.Granted.SetEquals(token.Granted ?? [])));
}
