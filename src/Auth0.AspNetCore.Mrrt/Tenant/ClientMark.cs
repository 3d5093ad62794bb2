namespace Auth0.AspNetCore.Mrrt.Tenant;

/// <summary>Names a client of a tenant in a few letters. A session keeps the name of the client that its tokens were issued
/// to.</summary>
internal static class ClientMark
{
    /// <summary>Few: the mark is in each cookie, and it tells clients apart that share keys. It keeps no secret.</summary>
    private const int Bytes = 6;

    /// <param name="issuer">The tenant's issuer or address, with or without the slash at its end.</param>
    /// <param name="clientId">The client.</param>
    public static string Of(string issuer, string clientId) =>
        ShortHash.Of($"Auth0.AspNetCore.Mrrt client\n{issuer.TrimEnd('/')}\n{clientId}", Bytes);
}
