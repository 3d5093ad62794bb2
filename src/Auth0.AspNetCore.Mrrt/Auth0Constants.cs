namespace Auth0.AspNetCore.Mrrt;

/// <summary>Names that an application may need when it speaks to the library through the framework.</summary>
public static class Auth0Constants
{
    /// <summary>
    /// The scheme that <c>AddAuth0WebApp</c> registers the login handler under when it is given no other name:
    /// the one to pass to <c>ChallengeAsync</c> and <c>SignOutAsync</c>.
    /// </summary>
    public const string AuthenticationScheme = "Auth0";

    /// <summary>
    /// The name of the <see cref="System.Net.Http.HttpClient"/> that carries every call to the tenant. Configure it
    /// with <c>services.AddHttpClient(Auth0Constants.HttpClientName)</c>, for a proxy for example. Never add retries:
    /// a repeated refresh presents a refresh token that has been spent already.
    /// </summary>
    public const string HttpClientName = "Auth0.AspNetCore.Mrrt";
}
