using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Auth0.AspNetCore.Mrrt.Testing.Http;

/// <summary>
/// The parameters of a request from its query, form or JSON body. One sent without a value counts as left out
/// (RFC 6749, 3.1), but <see cref="Has"/> sees it.
/// </summary>
internal sealed class RequestParameters
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _repeated = new(StringComparer.Ordinal);

    /// <summary>Why the body could not be read, or null.</summary>
    public string? Problem { get; private set; }

    public IEnumerable<string> Repeated => _repeated;

    public string? this[string name] => _values.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    public bool Has(string name) => _values.ContainsKey(name);

    public static RequestParameters FromQuery(HttpRequest request)
    {
        var parameters = new RequestParameters();
        parameters.AddAll(request.Query);
        return parameters;
    }

    public static async Task<RequestParameters> FromQueryOrFormAsync(HttpRequest request) =>
        HttpMethods.IsPost(request.Method)
            ? await FromBodyAsync(request).ConfigureAwait(false)
            : FromQuery(request);

    public static async Task<RequestParameters> FromBodyAsync(HttpRequest request)
    {
        var parameters = new RequestParameters();
        try
        {
            if (request.HasFormContentType)
            {
                parameters.AddAll(await request.ReadFormAsync().ConfigureAwait(false));
            }
            else if (request.HasJsonContentType())
            {
                using var json = await JsonDocument.ParseAsync(request.Body).ConfigureAwait(false);
                parameters.AddAll(json.RootElement);
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException)
        {
            parameters.Problem = "The request body could not be read";
        }

        return parameters;
    }

    private void AddAll(IEnumerable<KeyValuePair<string, StringValues>> pairs)
    {
        foreach (var (name, values) in pairs)
        {
            foreach (var value in values)
            {
                Add(name, value ?? "");
            }
        }
    }

    private void AddAll(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            Problem = "The request body must be a JSON object";
            return;
        }

        foreach (var member in json.EnumerateObject())
        {
            // A number or a flag is taken as its text; null counts as left out.
            Add(member.Name, member.Value.ValueKind == JsonValueKind.Null ? "" : member.Value.ToString());
        }
    }

    private void Add(string name, string value)
    {
        if (!_values.TryAdd(name, value))
        {
            _repeated.Add(name);
        }
    }
}
