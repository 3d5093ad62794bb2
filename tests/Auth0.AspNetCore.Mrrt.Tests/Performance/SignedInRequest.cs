using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tests.Session.Format;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Tests.Performance;

/// <summary>A request that brings a session's cookie along, authenticated as the middleware does it; or not yet, where the
/// application validates.</summary>
internal sealed class SignedInRequest : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly AsyncServiceScope _scope;

    private SignedInRequest(ServiceProvider services, ManualTimeProvider time)
    {
        _services = services;
        _scope = services.CreateAsyncScope();
        Time = time;
        HttpContext = new DefaultHttpContext { RequestServices = _scope.ServiceProvider };
        HttpContext.Request.Scheme = "https";
    }

    public ManualTimeProvider Time { get; }

    public HttpContext HttpContext { get; }

    public static async Task<SignedInRequest> StartAsync(
        int additional, Func<CookieValidatePrincipalContext, Task>? validate = null)
    {
        var time = new ManualTimeProvider();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(time);
        services.AddAuth0WebApp(options =>
        {
            options.Domain = "tenant.example.com";
            options.ClientId = "client-id";
            options.ClientSecret = "client-secret";
        }).WithAccessToken(options =>
        {
            options.Audience = "https://api.example.com";
            options.UseRefreshTokens = false;
        });
        if (validate is not null)
        {
            services.Configure<CookieAuthenticationOptions>("Cookies", options => options.Events.OnValidatePrincipal = validate);
        }

        var request = new SignedInRequest(services.BuildServiceProvider(), time);
        var cookie = request._services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get("Cookies");
        request.HttpContext.Request.Headers.Cookie =
            $"{cookie.Cookie.Name}={cookie.TicketDataFormat.Protect(Tickets.Of(Tickets.Tokens(additional)))}";
        if (validate is not null)
        {
            return request;
        }

        var result = await request.HttpContext.AuthenticateAsync("Cookies");
        result.Succeeded.Should().BeTrue();
        ((SessionItems)result.Properties!.Items).Tokens.Should().NotBeNull("tokens are not made texts on the way");
        return request;
    }

    public Task SignInAsync(AuthenticationTicket ticket) =>
        HttpContext.SignInAsync("Cookies", ticket.Principal, ticket.Properties);

    public async ValueTask DisposeAsync()
    {
        await _scope.DisposeAsync();
        await _services.DisposeAsync();
    }
}
