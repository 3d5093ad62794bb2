namespace Auth0.AspNetCore.Mrrt.Session.Cookie;

/// <summary>A session cookie was not written: the server would refuse every request that brings it.</summary>
/// <param name="length">How long the cookie would be.</param>
/// <param name="limit">How long it may be.</param>
internal sealed class CookieTooLargeException(int length, int limit) : Exception(
    $"The session cookie would have {length} bytes, and this server takes {limit}. Keep the sessions on the server "
    + "(WithSessionStore), or keep fewer claims (ClaimActions) and smaller tokens.")
{
    public int Length => length;

    public int Limit => limit;
}
