using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Tests.Login;

/// <summary>A script cannot show the tenant's page. A redirect there costs the browser a cookie and tells the script
/// nothing. The framework's cookie handler answers 401 as well.</summary>
public sealed class ScriptRequestTests
{
    [Theory]
    [InlineData("GET", "/json")]
    [InlineData("GET", "/api/orders")]
    [InlineData("POST", "/hub/negotiate?negotiateVersion=1")]
    [InlineData("GET", "/page", "Sec-Fetch-Mode", "cors")]
    [InlineData("GET", "/page", "Sec-Fetch-Mode", "same-origin")]
    [InlineData("GET", "/page", "Sec-Fetch-Mode", "websocket")]
    [InlineData("GET", "/page", "X-Requested-With", "XMLHttpRequest")]
    [InlineData("GET", "/page", "Upgrade", "websocket")]
    public async Task A_script_gets_401_or_what_the_setting_says(string method, string address, string? header = null, string? value = null)
    {
        foreach (var setting in new[] { true, false })
        {
            await using var rig = await StartAsync(options => options.AnswerScriptsWithUnauthorized = setting);
            using var request = new HttpRequestMessage(new HttpMethod(method), address);
            if (header is not null)
            {
                request.Headers.Add(header, value);
            }

            using var response = await rig.Browser.SendAsync(request);
            response.StatusCode.Should().Be(setting ? HttpStatusCode.Unauthorized : HttpStatusCode.Found);
            (response.Headers.Location is null).Should().Be(setting);
            rig.Browser.Cookies.Should().HaveCount(setting ? 0 : 1);
            rig.Logs.Lines.Any(line => line.Contains("[416]", StringComparison.Ordinal)).Should().Be(setting);
        }
    }

    [Theory]
    [InlineData("/page", null, null)]
    [InlineData("/page", "Sec-Fetch-Mode", "navigate")]
    [InlineData("/json-page", null, null)]
    public async Task A_page_is_led_to_the_tenant(string address, string? header, string? value)
    {
        await using var rig = await StartAsync();
        using var response = await rig.Browser.GetAsync(address, header is null ? [] : [(header, value!)]);
        response.StatusCode.Should().Be(HttpStatusCode.Found);
        response.Headers.Location!.Host.Should().Be(ScriptedTenant.Domain);
    }

    private static Task<LoginRig> StartAsync(Action<Auth0WebAppOptions>? login = null) => LoginRig.StartAsync(
        login,
        services =>
        {
            services.AddAuthorization();
            services.AddSignalR();
            services.AddControllers().AddApplicationPart(typeof(OrdersController).Assembly);
        },
        application =>
        {
            application.UseAuthorization();
            application.MapGet("/page", (HttpContext http) => http.Response.WriteAsync("page")).RequireAuthorization();
            application.MapGet("/json", () => TypedResults.Ok(new[] { 1 })).RequireAuthorization();
            application.MapGet("/json-page", () => TypedResults.Ok(new[] { 1 })).RequireAuthorization().AllowCookieRedirect();
            application.MapHub<EmptyHub>("/hub").RequireAuthorization();
            application.MapControllers();
        });

    private sealed class EmptyHub : Hub;
}
