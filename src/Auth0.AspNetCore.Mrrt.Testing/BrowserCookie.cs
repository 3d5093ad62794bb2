using Microsoft.Net.Http.Headers;

namespace Auth0.AspNetCore.Mrrt.Testing;

/// <summary>A cookie in a <see cref="TenantBrowser"/>.</summary>
public sealed class BrowserCookie
{
    internal BrowserCookie()
    {
    }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The value, which for a session is a secret.</summary>
    public required string Value { get; init; }

    /// <summary>The host it goes back to. Ports do not matter to cookies.</summary>
    public required string Domain { get; init; }

    /// <summary>Whether it goes back to that very host only, not to hosts below it.</summary>
    public required bool HostOnly { get; init; }

    /// <summary>The path it goes back to, and what lies below.</summary>
    public required string Path { get; init; }

    /// <summary>When it ends; null with the browser.</summary>
    public required DateTimeOffset? Expires { get; init; }

    /// <summary>Whether it goes back over https (or to a loopback host) only.</summary>
    public required bool Secure { get; init; }

    /// <summary>Whether scripts cannot read it.</summary>
    public required bool HttpOnly { get; init; }

    /// <summary>Whether it goes along with requests that come from another site.</summary>
    public required SameSiteMode SameSite { get; init; }

    /// <summary>Returns name, host and path; never the value.</summary>
    public override string ToString() => $"{Name} for {Domain}{Path}";

    internal bool IsSameAs(BrowserCookie other) =>
        Name == other.Name && Domain == other.Domain && Path == other.Path;
}
