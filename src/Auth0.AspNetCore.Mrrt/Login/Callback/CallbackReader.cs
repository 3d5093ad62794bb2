using System.Net.Mime;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Login.Callback;

/// <summary>Checks the form of the tenant's answer: a GET (RFC 6749, section 4.1.2) or a form (OAuth 2.0 Form Post Response
/// Mode), as <c>ResponseMode</c> says. The answer comes through the browser: an attacker may have written
/// it.</summary>
internal static class CallbackReader
{
    /// <summary>Parameters that may appear once (RFC 6749, section 3.1). Readers differ in which of two values they take.</summary>
    private static readonly string[] Single = ["state", "code", "error", "iss"];

    /// <summary>The code flow needs neither parameter. The framework refuses a GET with one of them.</summary>
    private static readonly string[] Ignored = ["id_token", "access_token"];

    /// <summary>An honest form has a handful of fields, the state the largest of them.</summary>
    private static readonly FormOptions Limits = new()
    {
        ValueCountLimit = 32,
        KeyLengthLimit = 256,
        ValueLengthLimit = 32 * 1024,
    };

    /// <summary>Gives the problem, or null when the framework's handler may read the request.</summary>
    public static async Task<CallbackProblem?> ProblemAsync(HttpRequest request, string responseMode)
    {
        if (HttpMethods.IsHead(request.Method)
            || (HttpMethods.IsOptions(request.Method) && !request.Query.ContainsKey("state")))
        {
            return new CallbackProblem("it is a HEAD or OPTIONS request", IsStray: true);
        }

        if (responseMode == OpenIdConnectResponseMode.FormPost)
        {
            if (HttpMethods.IsGet(request.Method) && !request.Query.ContainsKey("state"))
            {
                return new CallbackProblem("it brings no answer", IsStray: true);
            }

            return await FormAsync(request).ConfigureAwait(false) is { } form
                ? Repeated(form)
                : new CallbackProblem("it did not come with POST and a form of moderate size");
        }

        if (!HttpMethods.IsGet(request.Method))
        {
            return new CallbackProblem("it did not come with GET");
        }

        if (Repeated(request.Query) is { } repeated)
        {
            return repeated;
        }

        if (Array.Exists(Ignored, request.Query.ContainsKey))
        {
            request.Query = new QueryCollection(request.Query
                .Where(pair => !Ignored.Contains(pair.Key, StringComparer.OrdinalIgnoreCase))
                .ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.OrdinalIgnoreCase));
        }

        return null;
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
            // A middleware may have read it already.
            if (request.HttpContext.Features.Get<IFormFeature>()?.Form is { } known)
            {
                return known;
            }

            var feature = new FormFeature(request, Limits);
            var form = await feature.ReadFormAsync(request.HttpContext.RequestAborted).ConfigureAwait(false);
            request.HttpContext.Features.Set<IFormFeature>(feature); // the framework's handler reads this one
            return form;
        }
        catch (Exception e) when (
            e is InvalidDataException or IOException or InvalidOperationException or NotSupportedException)
        {
            // The last two stand for a content type that only begins like a form's, and for UTF-7.
            return null;
        }
    }

    private static CallbackProblem? Repeated(IEnumerable<KeyValuePair<string, StringValues>> parameters)
    {
        // Queries and forms compare names without regard to letter case: code and Code are two values of one parameter.
        foreach (var (parameter, values) in parameters)
        {
            if (values.Count > 1
                && Array.Find(Single, name => name.Equals(parameter, StringComparison.OrdinalIgnoreCase)) is { } repeated)
            {
                return new CallbackProblem($"it has the parameter {repeated} more than once");
            }
        }

        return null;
    }
}
