using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Snippets;

internal static class Security
{
    public static void RequestLog(WebApplicationBuilder builder)
    {
        #region request-log
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        #endregion
    }

    public static void Keys(WebApplicationBuilder builder)
    {
        #region data-protection
        builder.Services.AddDataProtection()
            .SetApplicationName("orders-web")
            .PersistKeysToFileSystem(new DirectoryInfo("/var/lib/orders-web/keys"));
        #endregion
    }
}
