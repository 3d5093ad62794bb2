using Auth0.AspNetCore.Mrrt.Lies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.EndToEnd.Support;

/// <summary>Puts a scripted tenant on a free loopback port, and signs everybody in who comes to <c>/authorize</c>.</summary>
internal sealed class ScriptedListener : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly HttpMessageInvoker _invoker;

    private ScriptedListener(WebApplication application, ScriptedTenant tenant, string address)
    {
        _application = application;
        _invoker = new HttpMessageInvoker(tenant);
        Tenant = tenant;
        Address = address;
    }

    public ScriptedTenant Tenant { get; }

    /// <summary>Without a slash at the end.</summary>
    public string Address { get; }

    public static async Task<ScriptedListener> StartAsync(Func<string, ScriptedTenant> tenantAt)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var application = builder.Build();
        ScriptedListener? listener = null;
        application.Run(http => listener!.AnswerAsync(http));
        await application.StartAsync();
        var address = application.Urls.Single();
        return listener = new ScriptedListener(application, tenantAt(address), address);
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _invoker.Dispose();
    }

    private Task AnswerAsync(HttpContext http) =>
        http.Request.Path == "/authorize" ? SignInAsync(http) : ForwardAsync(http);

    private Task SignInAsync(HttpContext http)
    {
        var query = http.Request.Query;
        Tenant.Nonce = query["nonce"];
        http.Response.Redirect(QueryHelpers.AddQueryString(query["redirect_uri"].ToString(), new Dictionary<string, string?>
        {
            ["code"] = "code-1",
            ["state"] = query["state"],
        }));
        return Task.CompletedTask;
    }

    private async Task ForwardAsync(HttpContext http)
    {
        using var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), http.Request.GetEncodedUrl())
        {
            Content = new StreamContent(http.Request.Body),
        };
        try
        {
            using var response = await _invoker.SendAsync(request, http.RequestAborted);
            await CopyAsync(response, http.Response);
        }
        catch (HttpRequestException)
        {
            http.Abort(); // a test has written that there is no answer
        }
    }

    private static async Task CopyAsync(HttpResponseMessage from, HttpResponse to)
    {
        to.StatusCode = (int)from.StatusCode;
        foreach (var (name, values) in from.Headers.Concat(from.Content.Headers))
        {
            to.Headers[name] = values.ToArray();
        }

        await from.Content.CopyToAsync(to.Body);
    }
}
