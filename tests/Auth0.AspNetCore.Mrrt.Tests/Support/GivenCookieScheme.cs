using Auth0.AspNetCore.Mrrt.Session.Request;

namespace Auth0.AspNetCore.Mrrt.Tests.Support;

/// <summary>Every login's sessions are in one cookie scheme.</summary>
internal sealed class GivenCookieScheme(string name) : ICookieSchemes
{
    public string Of(string scheme) => name;
}
