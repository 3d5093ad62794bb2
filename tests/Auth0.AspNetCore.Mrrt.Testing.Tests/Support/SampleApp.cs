using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.TestHost;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Auth0.AspNetCore.Mrrt.Testing.Tests.Support;

/// <summary>The smallest web application that signs in at the tenant: enough for a browser to be driven through.</summary>
internal sealed class SampleApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _backchannel;

    private SampleApp(WebApplication app, Auth0Tenant tenant)
    {
        _app = app;
        _backchannel = new HttpClient(tenant.CreateHandler());
    }

    public Uri Address { get; private set; } = new("https://localhost");

    public static async Task<SampleApp> StartAsync(
        Auth0Tenant tenant, bool inProcess, string responseMode, SameSiteMode sameSite)
    {
        var builder = WebApplication.CreateSlimBuilder();
        if (inProcess)
        {
            builder.WebHost.UseTestServer();
        }
        else
        {
            builder.WebHost.UseUrls("http://127.0.0.1:0");
        }

        var app = builder.Build();
        var sample = new SampleApp(app, tenant);
        var cookie = new CookieOptions { SameSite = sameSite, Secure = true, HttpOnly = true };

        app.MapGet("/login", (HttpContext http) =>
        {
            http.Response.Cookies.Append("correlation", "c1", cookie);
            return Results.Redirect(QueryHelpers.AddQueryString($"{tenant.Issuer}authorize", new Dictionary<string, string?>
            {
                ["response_type"] = "code",
                ["response_mode"] = responseMode,
                ["client_id"] = tenant.Client.ClientId,
                ["redirect_uri"] = Callback(http),
                ["scope"] = "openid profile",
                ["state"] = "c1",
            }));
        });
        app.MapMethods("/callback", ["GET", "POST"], async (HttpContext http) =>
        {
            var form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync() : null;
            string? Sent(string name) => form is null ? http.Request.Query[name] : form[name];
            if (http.Request.Cookies["correlation"] is not { } correlation || correlation != Sent("state"))
            {
                return Results.Text("Correlation failed.", statusCode: 500);
            }

            http.Response.Cookies.Append("session", await sample.RedeemAsync(tenant, Sent("code"), Callback(http)));
            return Results.Redirect("/");
        });
        app.MapGet("/", (HttpContext http) => http.Request.Cookies["session"] ?? "nobody");
        app.MapPost("/", (HttpContext http) => $"posted by {http.Request.Cookies["session"]}");
        app.MapGet("/renew", (HttpContext http) => http.Response.Cookies.Append("session", "renewed"));
        app.MapGet("/loop", () => Results.Redirect("/loop"));
        app.MapGet("/away", () => Results.Redirect("https://example.com/"));

        await app.StartAsync();
        if (!inProcess)
        {
            sample.Address = new Uri(app.Urls.Single());
        }

        return sample;
    }

    /// <summary>What reaches it; null if that takes a real connection.</summary>
    public HttpMessageHandler? CreateHandler() => Address.IsDefaultPort ? _app.GetTestServer().CreateHandler() : null;

    public async ValueTask DisposeAsync()
    {
        _backchannel.Dispose();
        await _app.DisposeAsync();
    }

    private static string Callback(HttpContext http) => new Uri(new Uri(http.Request.GetEncodedUrl()), "/callback").AbsoluteUri;

    private async Task<string> RedeemAsync(Auth0Tenant tenant, string? code, string callback)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string?>
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = tenant.Client.ClientId,
            ["client_secret"] = tenant.Client.ClientSecret,
            ["code"] = code,
            ["redirect_uri"] = callback,
        });
        using var response = await _backchannel.PostAsync($"{tenant.Issuer}oauth/token", form);
        var json = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        return new JsonWebToken(json["id_token"]!.ToString()).Subject;
    }
}
