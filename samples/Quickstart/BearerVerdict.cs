using Microsoft.IdentityModel.JsonWebTokens;

namespace Quickstart;

/// <summary>What an API makes of a request's token (RFC 6750, section 3.1).</summary>
internal sealed class BearerVerdict
{
    public required int Status { get; init; }

    public string? Error { get; init; }

    public string? Reason { get; init; }

    public JsonWebToken? Token { get; init; }

    public IReadOnlyList<string> Scopes { get; init; } = [];
}
