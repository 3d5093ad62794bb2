using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Benchmarks.Sites;

/// <summary>A request and the scope of its services.</summary>
internal readonly record struct SiteRequest(HttpContext HttpContext, IServiceScope Scope) : IDisposable
{
    public void Dispose() => Scope.Dispose();
}
