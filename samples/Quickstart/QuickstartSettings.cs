namespace Quickstart;

/// <summary>Which tenant the sample signs in with, as which client, and which APIs it calls.</summary>
internal sealed class QuickstartSettings
{
    public required string Domain { get; init; }

    public required string ClientId { get; init; }

    public required string? ClientSecret { get; init; }

    public IReadOnlyList<SampleApi> Apis { get; init; } = SampleApi.Defaults;

    /// <summary>The tenant's name in its tokens and the beginning of its addresses; ends with a slash.</summary>
    public string Issuer => (Domain.Contains("://", StringComparison.Ordinal) ? Domain : $"https://{Domain}")
        .TrimEnd('/') + "/";

    /// <summary>Reads a real tenant's settings from the section <c>Auth0</c>.</summary>
    /// <returns>The settings, or <see langword="null"/> when no domain is configured.</returns>
    public static QuickstartSettings? FromConfiguration(IConfiguration auth0) =>
        auth0["Domain"] is { Length: > 0 } domain
            ? new()
            {
                Domain = domain,
                ClientId = auth0["ClientId"] ?? "",
                ClientSecret = auth0["ClientSecret"],
                Apis = [.. SampleApi.Defaults.Select(api => Configured(api, auth0.GetSection($"Apis:{api.Name}")))],
            }
            : null;

    private static SampleApi Configured(SampleApi api, IConfiguration section) => api with
    {
        Audience = section["Audience"] ?? api.Audience,
        Scope = section["Scope"] ?? api.Scope,
    };
}
