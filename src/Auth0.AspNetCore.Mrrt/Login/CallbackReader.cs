using System.Net.Mime;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Login;

/// <summary>Reads the tenant's answer to a login as it comes through the browser: with a GET (RFC 6749, section 4.1.2) or
/// as a form (OAuth 2.0 Form Post Response Mode), whichever was asked for. Everything in it may be anybody's.</summary>
internal static class CallbackReader
{
    /// <summary>What a parameter said twice means depends on who reads it (RFC 6749, section 3.1).</summary>
    private static readonly string[] Single = ["state", "code", "error", "iss"];

    /// <summary>An honest form has a handful of fields, the state the largest of them.</summary>
    private static readonly FormOptions Limits = new()
    {
        ValueCountLimit = 32,
        KeyLengthLimit = 256,
        ValueLengthLimit = 32 * 1024,
    };

    /// <summary>Gives the answer, or says what is wrong with it.</summary>
    public static async Task<(OpenIdConnectMessage? Message, string? Problem)> ReadAsync(
        HttpRequest request, string responseMode)
    {
        if (responseMode == OpenIdConnectResponseMode.FormPost)
        {
            return await FormAsync(request).ConfigureAwait(false) is { } form
                ? Message(form)
                : (null, "it did not come with POST and a form of moderate size");
        }

        return HttpMethods.IsGet(request.Method) ? Message(request.Query) : (null, "it did not come with GET");
    }

    private static async Task<IFormCollection?> FormAsync(HttpRequest request)
    {
        if (!HttpMethods.IsPost(request.Method)
            || request.ContentType?.Split(';')[0].Trim()
                .Equals(MediaTypeNames.Application.FormUrlEncoded, StringComparison.OrdinalIgnoreCase) != true)
        {
            return null;
        }

        try
        {
            // Somebody before us may have read it.
            return request.HttpContext.Features.Get<IFormFeature>()?.Form
                ?? await new FormFeature(request, Limits)
                    .ReadFormAsync(request.HttpContext.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception e) when (
            e is InvalidDataException or IOException or InvalidOperationException or NotSupportedException)
        {
            // The last two: a content type that only begins like a form's, and an alphabet that nobody should read (UTF-7).
            return null;
        }
    }

    private static (OpenIdConnectMessage? Message, string? Problem) Message(
        IEnumerable<KeyValuePair<string, StringValues>> parameters)
    {
        // As the framework collects them: code and Code are the two values of one, under the name that came first.
        var all = parameters.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.OrdinalIgnoreCase);
        return Array.Find(Single, name => all.TryGetValue(name, out var values) && values.Count > 1) is { } repeated
            ? (null, $"it has the parameter {repeated} more than once")
            : (new OpenIdConnectMessage(all.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToArray()!))), null);
    }
}
