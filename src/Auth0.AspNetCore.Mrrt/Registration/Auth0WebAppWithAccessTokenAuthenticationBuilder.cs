using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>What <c>WithAccessToken</c> gives back. Each call configures its scheme only.</summary>
public sealed class Auth0WebAppWithAccessTokenAuthenticationBuilder : Auth0WebAppAuthenticationBuilder
{
    internal Auth0WebAppWithAccessTokenAuthenticationBuilder(IServiceCollection services, string authenticationScheme)
        : base(services, authenticationScheme)
    {
    }
}
