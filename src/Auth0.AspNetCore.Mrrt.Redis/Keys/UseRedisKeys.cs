using Auth0.AspNetCore.Mrrt.KeyRing;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Redis.Keys;

/// <summary>Lets Data Protection keep its keys in Redis, and warns when they are there for anyone to read.</summary>
internal sealed class UseRedisKeys(RedisKeys keys, TimeProvider time, ILogger<UseRedisKeys> logger)
    : IPostConfigureOptions<KeyManagementOptions>
{
    public void PostConfigure(string? name, KeyManagementOptions options) =>
        CheckedKeyRing.Use(keys, options, logger.KeysRefused, logger.KeysUnencrypted, time);
}
