namespace Quickstart;

/// <summary>Everything that <c>Page.razor</c> shows.</summary>
public sealed class PageModel
{
    public string? UserName { get; init; }

    public string? UserId { get; init; }

    public required string Antiforgery { get; init; }

    public required IReadOnlyList<SampleApi> Apis { get; init; }

    public required IReadOnlyList<SessionToken> Tokens { get; init; }

    public required DateTimeOffset Now { get; init; }

    public required string Domain { get; init; }

    /// <summary>What the local tenant counted. Null when the sample uses a real tenant.</summary>
    public TenantView? Tenant { get; init; }

    public required PageTexts Texts { get; init; }

    public string? Notice { get; init; }

    public bool SignedIn => UserId is not null;
}
