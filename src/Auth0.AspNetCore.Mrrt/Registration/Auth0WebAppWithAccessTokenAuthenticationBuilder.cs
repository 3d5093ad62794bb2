using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>What <c>WithAccessToken</c> gives back. Each call configures its scheme only.</summary>
public sealed class Auth0WebAppWithAccessTokenAuthenticationBuilder : Auth0WebAppAuthenticationBuilder
{
    internal Auth0WebAppWithAccessTokenAuthenticationBuilder(
        AuthenticationBuilder authenticationBuilder, string authenticationScheme)
        : base(authenticationBuilder, authenticationScheme)
    {
    }
}
