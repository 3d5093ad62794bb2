using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Auth0.AspNetCore.Mrrt.Session.Model;

namespace Auth0.AspNetCore.Mrrt.Session.Ticket;

/// <summary>The list of additional tokens as one ticket item, in the form of the official SDK.</summary>
internal static class AccessTokenSetJson
{
    public static ImmutableArray<AccessTokenSet> Read(string? json)
    {
        if (json is null)
        {
            return [];
        }

        try
        {
            return
            [
                .. from entry in JsonSerializer.Deserialize(json, AccessTokenSetJsonContext.Default.ListEntry) ?? []
                   where entry is { AccessToken.Length: > 0 }
                   select new AccessTokenSet
                   {
                       AccessToken = entry.AccessToken!,
                       Audience = string.IsNullOrEmpty(entry.Audience) ? null : entry.Audience,
                       Scope = entry.Scope,
                       RequestedScope = entry.RequestedScope,
                       RefusedUntil = entry.RefusedUntil is { } refused ? UnixSeconds.Moment(refused) : null,
                       ExpiresAt = UnixSeconds.Moment(entry.ExpiresAt),
                       ObtainedAt = UnixSeconds.Moment(entry.ObtainedAt ?? 0),
                       UsedAt = UnixSeconds.Moment(entry.UsedAt ?? 0),
                       TokenType = string.IsNullOrEmpty(entry.TokenType) ? "Bearer" : entry.TokenType,
                   },
            ];
        }
        catch (Exception e) when (e is JsonException or ArgumentException) // the latter for half a surrogate pair
        {
            return []; // of another version, truncated or hostile: the tokens are obtained again
        }
    }

    public static string? Write(ImmutableArray<AccessTokenSet> sets) => sets.IsEmpty
        ? null
        : JsonSerializer.Serialize(
            [
                .. from set in sets
                   select new Entry
                   {
                       AccessToken = set.AccessToken,
                       Audience = set.Audience,
                       Scope = set.Scope,
                       RequestedScope = set.RequestedScope,
                       RefusedUntil = set.RefusedUntil?.ToUnixTimeSeconds(),
                       ExpiresAt = set.ExpiresAt.ToUnixTimeSeconds(),
                       ObtainedAt = set.ObtainedAt.ToUnixTimeSeconds() is > 0 and var obtained ? obtained : null,
                       UsedAt = set.UsedAt.ToUnixTimeSeconds() is > 0 and var used ? used : null,
                       TokenType = set.TokenType == "Bearer" ? null : set.TokenType,
                   },
            ],
            AccessTokenSetJsonContext.Default.ListEntry);

    internal sealed class Entry
    {
        public string? AccessToken { get; set; }

        public string? Audience { get; set; }

        public string? Scope { get; set; }

        public string? RequestedScope { get; set; }

        public long? RefusedUntil { get; set; }

        public long ExpiresAt { get; set; }

        public long? ObtainedAt { get; set; }

        public long? UsedAt { get; set; }

        public string? TokenType { get; set; }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(List<AccessTokenSetJson.Entry>))]
internal sealed partial class AccessTokenSetJsonContext : JsonSerializerContext;
