using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Auth0.AspNetCore.Mrrt.Registration;

/// <summary>What <c>MapAuth0</c> needs. All of it can be added several times.</summary>
internal static class EndpointServices
{
    public static void Add(IServiceCollection services)
    {
        services.AddRoutingCore();
        services.AddAntiforgery();
        services.TryAddSingleton<MappedEndpoints>();
        services.TryAddSingleton<EndpointsValidator>();
    }
}
