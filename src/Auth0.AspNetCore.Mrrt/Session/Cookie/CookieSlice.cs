using Microsoft.Extensions.Primitives;

namespace Auth0.AspNetCore.Mrrt.Session.Cookie;

/// <summary>Where a cookie's value is among the headers; the one that all zeros stand for is nowhere, since a name comes before
/// every value.</summary>
internal readonly record struct CookieSlice(int Header, int Start, int Length)
{
    public bool Found => Start > 0;

    public ReadOnlySpan<char> In(StringValues headers) => headers[Header].AsSpan(Start, Length);
}
