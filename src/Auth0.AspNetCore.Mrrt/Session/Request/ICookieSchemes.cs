namespace Auth0.AspNetCore.Mrrt.Session.Request;

/// <summary>Gives the cookie scheme that holds the sessions of a login scheme.</summary>
internal interface ICookieSchemes
{
    /// <summary>Resolves the name as the application's options stand where this is called.</summary>
    string Of(string scheme);
}
