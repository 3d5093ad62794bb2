using Auth0.AspNetCore.Mrrt.Registration;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tenant;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Benchmarks.Sites;

/// <summary>An application's services, and requests that bring a session's cookie to them.</summary>
internal sealed class Site : IDisposable
{
    private readonly IServiceProvider _services;
    private readonly CookieAuthenticationOptions _cookie;

    private Site(IServiceProvider services)
    {
        _services = services;
        _cookie = services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get("Cookies");
    }

    public IServiceProvider Services => _services;

    /// <summary>The site of an application that runs; it owns its services.</summary>
    public static Site Of(IServiceProvider services) => new(services);

    /// <summary>The framework's own way: a cookie with <c>SaveTokens</c>.</summary>
    /// <param name="keys">The keys of Data Protection. Null means ephemeral ones.</param>
    /// <param name="time">The clock. Null means the system's.</param>
    public static Site Plain(Action<IDataProtectionBuilder>? keys = null, TimeProvider? time = null) =>
        new(Build(AddPlain(new ServiceCollection(), time), keys));

    public static Site Mrrt(
        HttpMessageHandler? tenant = null,
        Action<Auth0WebAppWithAccessTokenAuthenticationBuilder>? build = null,
        TicketFormat format = TicketFormat.Compact,
        Action<IDataProtectionBuilder>? keys = null) =>
        new(Build(AddMrrt(new ServiceCollection(), tenant, build, format), keys));

    public static ServiceCollection AddPlain(ServiceCollection services, TimeProvider? time = null)
    {
        services.AddSingleton(time ?? TimeProvider.System);
        services.AddAuthentication("Cookies").AddCookie("Cookies", options => options.Cookie.Name = "__Host-Auth0.Cookies");
        return services;
    }

    public static T AddMrrt<T>(
        T services,
        HttpMessageHandler? tenant = null,
        Action<Auth0WebAppWithAccessTokenAuthenticationBuilder>? build = null,
        TicketFormat format = TicketFormat.Compact)
        where T : IServiceCollection
    {
        services.Configure<OpenIdConnectOptions>(
            Auth0Constants.AuthenticationScheme, options => options.ConfigurationManager = LocalTenant.Configuration);
        var builder = services.AddAuth0WebApp(options =>
        {
            options.Domain = "tenant.example.com";
            options.ClientId = "client-id";
            options.ClientSecret = "client-secret";
            options.TicketFormat = format;
            options.BackchannelTimeout = TimeSpan.FromMinutes(1);
            if (tenant is not null)
            {
                options.Backchannel = new HttpClient(tenant);
            }
        }).WithAccessToken(options =>
        {
            options.Audience = Samples.PrimaryAudience;
            options.UseRefreshTokens = true;
        });
        build?.Invoke(builder);
        return services;
    }

    /// <summary>The <c>Cookie</c> header of a session, in chunks as a browser sends it.</summary>
    public string CookieOf(SessionTokens tokens)
    {
        var properties = NewProperties();
        TicketTokens.Write(tokens, properties.Items);
        properties.Items[TicketItems.Client] =
            _services.GetRequiredService<ITenants>().MarkOf(Auth0Constants.AuthenticationScheme); // as a login notes it
        return Cookie(_cookie.TicketDataFormat.Protect(new AuthenticationTicket(Samples.Principal(), properties, "Cookies")));
    }

    /// <summary>What the framework's handler saves: the primary token and its companions, and nothing of ours. An application
    /// has added the additional tokens.</summary>
    public string PlainCookieOf(SessionTokens tokens)
    {
        var properties = NewProperties();
        properties.StoreTokens(
        [
            new AuthenticationToken { Name = "access_token", Value = tokens.Primary!.AccessToken },
            new AuthenticationToken { Name = "id_token", Value = tokens.IdToken! },
            new AuthenticationToken { Name = "refresh_token", Value = tokens.RefreshToken! },
            new AuthenticationToken { Name = "token_type", Value = "Bearer" },
            new AuthenticationToken { Name = "expires_at", Value = tokens.Primary.ExpiresAt.ToString("o") },
        ]);
        HandWritten.Keep(tokens.Additional, properties);
        return Cookie(_cookie.TicketDataFormat.Protect(new AuthenticationTicket(Samples.Principal(), properties, "Cookies")));
    }

    /// <summary>Gives each request that is made from it a scope of its own, as a server does.</summary>
    public SiteRequest Request(string? cookie)
    {
        var scope = _services.CreateScope();
        var httpContext = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        httpContext.Request.Scheme = "https";
        httpContext.Request.Headers.Cookie = cookie;
        return new SiteRequest(httpContext, scope);
    }

    public void Dispose() => ((IDisposable)_services).Dispose();

    private static ServiceProvider Build(ServiceCollection services, Action<IDataProtectionBuilder>? keys)
    {
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));
        (keys ?? KeyRings.Ephemeral)(services.AddDataProtection());
        return services.BuildServiceProvider();
    }

    private AuthenticationProperties NewProperties()
    {
        var now = _services.GetRequiredService<TimeProvider>().GetUtcNow();
        return new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = now.AddDays(14) };
    }

    private string Cookie(string value)
    {
        var response = new DefaultHttpContext();
        _cookie.CookieManager.AppendResponseCookie(response, _cookie.Cookie.Name!, value, new CookieOptions());
        return string.Join("; ", response.Response.Headers.SetCookie.Select(cookie => cookie!.Split(';')[0]));
    }
}
