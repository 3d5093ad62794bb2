using Auth0.AspNetCore.Mrrt.Benchmarks.Sites;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Benchmarks.Logins;

/// <summary>An application that signs its users in. Behind its authentication is one endpoint that needs no user.</summary>
internal sealed class LoginSite : IDisposable
{
    /// <summary>Both sites give their session's cookie this name.</summary>
    public const string SessionCookie = "__Host-Auth0.Cookies";

    private readonly LoginTenant _tenant;
    private readonly ServiceProvider _services;
    private readonly RequestDelegate _pipeline;
    private readonly string _scheme;

    private LoginSite(string scheme, Action<IServiceCollection, LoginTenant> add)
    {
        _scheme = scheme;
        _tenant = new LoginTenant();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));
        add(services, _tenant);
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        _services = services.BuildServiceProvider();
        var application = new ApplicationBuilder(_services);
        application.UseAuthentication();
        application.Run(context =>
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        });
        _pipeline = application.Build();
    }

    /// <summary>The framework's own handler, with the settings that a careful user chooses.</summary>
    public static LoginSite Plain() => new(PlainLogin.Scheme, PlainLogin.Add);

    public static LoginSite Mrrt() => new(Auth0Constants.AuthenticationScheme, (services, tenant) =>
        services.AddAuth0WebApp(options =>
        {
            options.Domain = LoginTenant.Domain;
            options.ClientId = LoginTenant.ClientId;
            options.ClientSecret = "client-secret";
            options.BackchannelHttpHandler = tenant;
        }).WithAccessToken(options =>
        {
            options.Audience = Samples.PrimaryAudience;
            options.UseRefreshTokens = true;
        }));

    /// <summary>Begins a login in a new browser and lets the user sign in at the tenant.</summary>
    public BegunLogin Begin()
    {
        using var request = Request("/login");
        var response = StartingResponse.Of(request.HttpContext);
        request.HttpContext.ChallengeAsync(_scheme, new AuthenticationProperties { RedirectUri = "/" }).GetAwaiter().GetResult();
        response.StartAsync().GetAwaiter().GetResult();
        var asked = QueryHelpers.ParseQuery(new Uri(response.Headers.Location.ToString()).Query);
        return new BegunLogin(
            QueryString.Create("code", _tenant.Grant(asked["nonce"].ToString())).Add("state", asked["state"].ToString()),
            string.Join("; ", response.Headers.SetCookie.Select(cookie => cookie!.Split(';')[0])));
    }

    /// <summary>Answers the callback of a login. Throws unless there is a session at the end.</summary>
    public void Finish(BegunLogin login)
    {
        using var request = Request("/callback");
        request.HttpContext.Request.QueryString = login.Query;
        request.HttpContext.Request.Headers.Cookie = login.Cookie;
        var response = StartingResponse.Of(request.HttpContext);
        _pipeline(request.HttpContext).GetAwaiter().GetResult();
        response.StartAsync().GetAwaiter().GetResult();
        if (response.StatusCode != StatusCodes.Status302Found || response.Headers.Location != "/"
            || !response.Headers.SetCookie.Any(cookie => cookie!.StartsWith(SessionCookie, StringComparison.Ordinal)))
        {
            throw new InvalidOperationException("The login did not end with a session.");
        }
    }

    /// <summary>Answers a request without a session. Throws unless the endpoint was reached.</summary>
    public void AnswerAnonymous()
    {
        using var request = Request("/");
        var response = StartingResponse.Of(request.HttpContext);
        _pipeline(request.HttpContext).GetAwaiter().GetResult();
        response.StartAsync().GetAwaiter().GetResult();
        if (response.StatusCode != StatusCodes.Status204NoContent)
        {
            throw new InvalidOperationException("The request did not reach the endpoint.");
        }
    }

    public void Dispose()
    {
        _services.Dispose();
        _tenant.Dispose();
    }

    private SiteRequest Request(string path)
    {
        var scope = _services.CreateScope();
        var httpContext = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        httpContext.Request.Method = HttpMethods.Get;
        httpContext.Request.Scheme = "https";
        httpContext.Request.Host = new HostString("app.example.com");
        httpContext.Request.Path = path;
        return new SiteRequest(httpContext, scope);
    }
}
