using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Keys;

/// <summary>Lets Data Protection keep its keys in the table, and warns when they are there for anyone to read.</summary>
internal sealed class UseKeyTable(KeyTable table, ILogger<UseKeyTable> logger) : IPostConfigureOptions<KeyManagementOptions>
{
    public void PostConfigure(string? name, KeyManagementOptions options)
    {
        options.XmlRepository ??= table;
        if (options is { XmlRepository: KeyTable, XmlEncryptor: null })
        {
            logger.KeysUnencrypted();
        }
    }
}
