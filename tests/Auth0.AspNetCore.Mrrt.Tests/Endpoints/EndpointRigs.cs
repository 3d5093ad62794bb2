using System.Net;
using System.Text.Json.Nodes;
using Auth0.AspNetCore.Mrrt.Tests.Login;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Tests.Endpoints;

/// <summary>Applications with the endpoints of <c>MapAuth0</c>, and what their tests do with them.</summary>
internal static class EndpointRigs
{
    /// <summary>What a browser says when the user follows a link of the application's own page.</summary>
    public static readonly (string Name, string Value)[] OwnLink =
        [("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document")];

    public static Task<LoginRig> StartAsync(
        Action<Auth0EndpointsOptions>? endpoints = null,
        Action<Auth0WebAppOptions>? login = null,
        Action<IServiceCollection>? services = null,
        string? pathBase = null) =>
        LoginRig.StartAsync(
            login,
            added =>
            {
                added.AddSingleton<IStartupFilter>(new PathBaseFirst(pathBase));
                services?.Invoke(added);
            },
            application => application.MapAuth0(endpoints));

    public static async Task<LoginRig> SignedInAsync(
        Action<Auth0EndpointsOptions>? endpoints = null,
        Action<Auth0WebAppOptions>? login = null,
        Action<IServiceCollection>? services = null,
        Action<JsonObject>? claims = null)
    {
        var rig = await StartAsync(endpoints, login, services);
        rig.Tenant.Claims = claims ?? (_ => { });
        (await rig.RefusalAsync("/auth/login")).Should().BeNull();
        return rig;
    }

    public static Task<HttpResponseMessage> PostAsync(
        this LoginRig rig, string address, (string Name, string Value)[] form, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return rig.Browser.SendAsync(request);
    }

    /// <summary>True when the browser was sent to the tenant to end its session there, and holds no session here.</summary>
    public static bool IsSignedOut(this LoginRig rig, HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.Found
        && response.Headers.Location is { AbsolutePath: "/oidc/logout" }
        && !rig.Browser.Cookies.Keys.Any(IsSession);

    public static bool IsSignedIn(this LoginRig rig) => rig.Browser.Cookies.Keys.Any(IsSession);

    private static bool IsSession(string cookie) => cookie.StartsWith("__Host-Auth0.Cookies", StringComparison.Ordinal);

    /// <summary>As a proxy does, before anything else of the application.</summary>
    private sealed class PathBaseFirst(string? pathBase) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => application =>
        {
            application.UsePathBase(pathBase);
            next(application);
        };
    }
}
