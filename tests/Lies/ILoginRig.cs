using Microsoft.Extensions.Primitives;

namespace Auth0.AspNetCore.Mrrt.Lies;

/// <summary>What a lie in the callback needs: an application, a browser in the middle of a login, and the clock.</summary>
internal interface ILoginRig
{
    RigBrowser Browser { get; }

    /// <summary>The beginning of the name of the cookie that binds a login to its browser.</summary>
    string LoginCookiePrefix { get; }

    RigBrowser NewBrowser();

    /// <summary>Goes as far as the tenant, and returns the parameters of the authorization request.</summary>
    Task<Dictionary<string, StringValues>> BeginAsync(string path = "/login", RigBrowser? browser = null);

    /// <summary>Comes back with the code, or with what the test makes of it.</summary>
    Task<HttpResponseMessage> ComeBackAsync(string state, params (string Name, string Value)[] parameters);

    void Advance(TimeSpan by);
}
