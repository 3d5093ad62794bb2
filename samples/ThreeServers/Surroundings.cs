using System.Security.Cryptography.X509Certificates;
using Quickstart;

namespace ThreeServers;

/// <summary>What each server finds when it starts.</summary>
internal sealed class Surroundings
{
    /// <summary>What the servers share.</summary>
    public required LocalBackend Backend { get; init; }

    /// <summary>Encrypts the keys that the servers share.</summary>
    public required X509Certificate2 KeyCertificate { get; init; }

    public required AdjustableClock Clock { get; init; }

    public required LocalTenant Tenant { get; init; }

    public required QuickstartSettings Settings { get; init; }

    /// <summary>Where the sample APIs listen.</summary>
    public required Uri Apis { get; init; }

    /// <summary>The page's notes, which real servers would keep in a place of their own.</summary>
    public required SessionTokens Tokens { get; init; }

    public required LogLevel LogLevel { get; init; }
}
