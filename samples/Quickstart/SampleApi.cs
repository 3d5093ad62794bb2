namespace Quickstart;

/// <summary>One of the APIs that the application calls: its name on the page, its identifier at the tenant, and the
/// scope it wants to see.</summary>
public sealed record SampleApi(string Name, string Audience, string Scope)
{
    /// <summary>What the sample calls when nothing else is configured.</summary>
    public static readonly IReadOnlyList<SampleApi> Defaults =
    [
        new("orders", "https://orders.example.com", "read:orders"),
        new("inventory", "https://inventory.example.com", "read:inventory"),
        new("admin", "https://admin.example.com", "read:admin"),
    ];
}
