namespace Quickstart;

/// <summary>What the local tenant has counted, and its latest token exchanges.</summary>
public sealed record TenantView(
    int Exchanges, int ReuseDetections, int FamiliesRevoked, IReadOnlyList<ExchangeView> Latest);
