using Auth0.AspNetCore.Mrrt.KeyRing;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Keys;

/// <summary>Lets Data Protection keep its keys in the table, and warns when they are there for anyone to read.</summary>
internal sealed class UseKeyTable(KeyTable table, TimeProvider time, ILogger<UseKeyTable> logger)
    : IPostConfigureOptions<KeyManagementOptions>
{
    public void PostConfigure(string? name, KeyManagementOptions options) =>
        CheckedKeyRing.Use(table, options, logger.KeysRefused, logger.KeysUnencrypted, time);
}
