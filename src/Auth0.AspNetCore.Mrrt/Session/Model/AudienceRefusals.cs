using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Auth0.AspNetCore.Mrrt.Session.Model;

/// <summary>
/// Audiences that the tenant has answered with a token for another API, each with the end of that memory. For a moment
/// they are not asked for again: every such answer costs a refresh token and brings nothing.
/// </summary>
internal static class AudienceRefusals
{
    /// <summary>Short, since somebody is about to add the policy that is missing.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    /// <summary>The latest so many are remembered: an audience may come from outside the application.</summary>
    public const int Most = 10;

    private const int KeyBytes = 12;

    public static bool Holds(ImmutableDictionary<string, DateTimeOffset> refusals, string? audience, DateTimeOffset now) =>
        audience is not null && !refusals.IsEmpty && refusals.TryGetValue(Key(audience), out var until) && IsHeld(until, now);

    /// <summary>True when no more are remembered. An audience from outside the application is then not asked for: a list of them in
    /// turn would cost an exchange per call.</summary>
    public static bool AreMany(ImmutableDictionary<string, DateTimeOffset> refusals, DateTimeOffset now) =>
        refusals.Count >= Most && refusals.Values.Count(until => IsHeld(until, now)) >= Most;

    public static ImmutableDictionary<string, DateTimeOffset> With(
        ImmutableDictionary<string, DateTimeOffset> refusals, string audience, DateTimeOffset now) => Without(refusals, audience, now)
            .OrderByDescending(refusal => refusal.Value)
            .Take(Most - 1)
            .Append(KeyValuePair.Create(Key(audience), now + Lifetime))
            .ToImmutableDictionary();

    /// <summary>Forgets the audience, and what is over.</summary>
    public static ImmutableDictionary<string, DateTimeOffset> Without(
        ImmutableDictionary<string, DateTimeOffset> refusals, string? audience, DateTimeOffset now) =>
        refusals.IsEmpty
            ? refusals
            : refusals.RemoveRange(
                refusals.Where(refusal => !IsHeld(refusal.Value, now)).Select(refusal => refusal.Key)
                    .Append(audience is null ? "" : Key(audience)));

    public static ImmutableDictionary<string, DateTimeOffset> Read(string? json)
    {
        try
        {
            return json is null
                ? ImmutableDictionary<string, DateTimeOffset>.Empty
                : (JsonSerializer.Deserialize(json, AudienceRefusalsJsonContext.Default.DictionaryStringInt64) ?? [])
                .ToImmutableDictionary(refusal => refusal.Key, refusal => UnixSeconds.Moment(refusal.Value));
        }
        catch (Exception e) when (e is JsonException or ArgumentException) // the latter for half a surrogate pair
        {
            return ImmutableDictionary<string, DateTimeOffset>.Empty;
        }
    }

    public static string? Write(ImmutableDictionary<string, DateTimeOffset> refusals) => refusals.IsEmpty
        ? null
        : JsonSerializer.Serialize(
            refusals.ToDictionary(refusal => refusal.Key, refusal => refusal.Value.ToUnixTimeSeconds()),
            AudienceRefusalsJsonContext.Default.DictionaryStringInt64);

    /// <summary>A hash, since an audience may be long and the session stands in a cookie.</summary>
    private static string Key(string audience) => ShortHash.Of(audience, KeyBytes);

    /// <summary>An end further away than any that is given is of a clock that has been put back.</summary>
    private static bool IsHeld(DateTimeOffset until, DateTimeOffset now) => until > now && until <= now + Lifetime;
}

[JsonSerializable(typeof(Dictionary<string, long>))]
internal sealed partial class AudienceRefusalsJsonContext : JsonSerializerContext;
