namespace Auth0.AspNetCore.Mrrt.Testing.Hosting;

/// <summary>Where the tenant lives. Its port is known only once it listens, and everything else follows from it.</summary>
internal sealed class TenantAddress
{
    private Uri? _root;

    public Uri Root => _root ?? throw new InvalidOperationException("The tenant has no address before it has started.");

    public bool IsHttps => Root.Scheme == Uri.UriSchemeHttps;

    /// <summary>With the trailing slash that Auth0's issuers have.</summary>
    public string Issuer => Root.AbsoluteUri;

    /// <summary>The audience of tokens that are for no API.</summary>
    public string UserInfo => At("userinfo");

    public string ManagementApi => At("api/v2/");

    // Cookies know no ports: two tenants on 127.0.0.1 would overwrite each other's.
    public string CookieName => IsHttps ? "auth0" : $"auth0-{Root.Port}";

    public void Set(Uri root) => _root = root;

    public string At(string path) => Issuer + path;

    public bool Owns(Uri? uri) => uri is not null && Uri.Compare(
        uri, Root, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;
}
