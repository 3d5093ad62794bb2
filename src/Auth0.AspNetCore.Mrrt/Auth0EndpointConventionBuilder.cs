using Microsoft.AspNetCore.Builder;

namespace Auth0.AspNetCore.Mrrt;

/// <summary>What <c>MapAuth0</c> gives back. A convention added here applies to all of its endpoints. The properties give single
/// endpoints. A property of an endpoint that is switched off takes conventions and does nothing.</summary>
public sealed class Auth0EndpointConventionBuilder : IEndpointConventionBuilder
{
    private readonly IEndpointConventionBuilder[] _all;

    internal Auth0EndpointConventionBuilder(
        IEndpointConventionBuilder? login,
        IEndpointConventionBuilder? logout,
        IEndpointConventionBuilder? profile,
        IEndpointConventionBuilder? accessToken)
    {
        Login = login ?? new NoEndpoint();
        Logout = logout ?? new NoEndpoint();
        Profile = profile ?? new NoEndpoint();
        AccessToken = accessToken ?? new NoEndpoint();
        _all = [Login, Logout, Profile, AccessToken];
    }

    /// <summary>The endpoint that begins a login.</summary>
    public IEndpointConventionBuilder Login { get; }

    /// <summary>The endpoint that signs the user out.</summary>
    public IEndpointConventionBuilder Logout { get; }

    /// <summary>The endpoint that returns the user's claims.</summary>
    public IEndpointConventionBuilder Profile { get; }

    /// <summary>The endpoint that gives scripts an access token.</summary>
    public IEndpointConventionBuilder AccessToken { get; }

    /// <inheritdoc/>
    public void Add(Action<EndpointBuilder> convention) => Array.ForEach(_all, endpoint => endpoint.Add(convention));

    /// <inheritdoc/>
    public void Finally(Action<EndpointBuilder> finallyConvention) =>
        Array.ForEach(_all, endpoint => endpoint.Finally(finallyConvention));

    private sealed class NoEndpoint : IEndpointConventionBuilder
    {
        public void Add(Action<EndpointBuilder> convention)
        {
        }

        public void Finally(Action<EndpointBuilder> finallyConvention)
        {
        }
    }
}
