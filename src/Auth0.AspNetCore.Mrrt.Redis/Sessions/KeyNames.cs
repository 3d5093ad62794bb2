using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace Auth0.AspNetCore.Mrrt.Redis.Sessions;

/// <summary>The names of the keys. What one script touches is in one slot of a cluster, and no name shows a session's id.</summary>
internal sealed class KeyNames(string prefix)
{
    private const int HashBytes = 24;

    /// <summary>Which sessions ended when.</summary>
    public RedisKey EndedAt { get; } = prefix + "{ends}:at";

    /// <summary>Until when each of these ends is remembered.</summary>
    public RedisKey EndedUntil { get; } = prefix + "{ends}:until";

    /// <summary>Which processes have been a primary, and since when.</summary>
    public RedisKey Lives { get; } = prefix + "{lives}";

    /// <summary>The keys of Data Protection.</summary>
    public RedisKey Keys { get; } = prefix + "{keys}";

    public RedisKey Session(string sessionId)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(sessionId), hash);
        return $"{prefix}{{{Base64Url.EncodeToString(hash[..HashBytes])}}}";
    }

    /// <summary>Keys of one slot that are used once, for a rehearsal of the scripts.</summary>
    public RedisKey Rehearsal(string name) => $"{prefix}{{check}}:{name}";
}
