using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace Auth0.AspNetCore.Mrrt.Testing.Tests.Support;

/// <summary>An application that speaks to the tenant by hand, so that tests see every status and member.</summary>
internal sealed class App(Auth0Tenant tenant, TenantClient? client = null) : IDisposable
{
    public const string Orders = "https://orders.example.com";
    public const string Inventory = "https://inventory.example.com";
    public const string Admin = "https://admin.example.com";
    public const string Callback = "http://localhost:5000/callback";
    public const string Verifier = "a-code-verifier-of-at-least-forty-three-characters";

    public static readonly string Challenge = WebEncoders.Base64UrlEncode(
        SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(Verifier)));

    public TenantClient Client { get; } = client ?? tenant.Client;

    public HttpClient Http { get; } = new(tenant.CreateHandler()) { BaseAddress = new Uri(tenant.Issuer) };

    /// <summary>The parameters of an ordinary authorization request, with some changed; null takes one away.</summary>
    public string AuthorizeUrl(params (string Name, string? Value)[] changes)
    {
        var parameters = new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["client_id"] = Client.ClientId,
            ["redirect_uri"] = Callback,
            ["scope"] = "openid profile email offline_access read:orders",
            ["audience"] = Orders,
            ["state"] = "the-state",
            ["nonce"] = "the-nonce",
            ["code_challenge"] = Challenge,
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in changes)
        {
            parameters[name] = value;
        }

        return QueryHelpers.AddQueryString(
            "/authorize", parameters.Where(pair => pair.Value is not null).ToDictionary());
    }

    public async Task<HttpResponseMessage> AuthorizeAsync(params (string Name, string? Value)[] changes) =>
        await Http.GetAsync(AuthorizeUrl(changes));

    /// <summary>What came back to the callback in the query.</summary>
    public static Dictionary<string, string> Answer(HttpResponseMessage response) =>
        QueryHelpers.ParseQuery(response.Headers.Location!.Query).ToDictionary(p => p.Key, p => p.Value.ToString());

    /// <summary>A code, from a tenant that signs in silently.</summary>
    public async Task<string> CodeAsync(params (string Name, string? Value)[] changes) =>
        Answer(await AuthorizeAsync(changes))["code"];

    public Task<Reply> RedeemAsync(string code, params (string Name, string? Value)[] changes) => TokenAsync(
    [
        ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", Callback),
        ("code_verifier", Verifier), .. changes,
    ]);

    public async Task<Reply> SignInAsync(params (string Name, string? Value)[] changes) =>
        await RedeemAsync(await CodeAsync(changes));

    public Task<Reply> RefreshAsync(string? refreshToken, string? audience = null, string? scope = null) => TokenAsync(
        ("grant_type", "refresh_token"), ("refresh_token", refreshToken), ("audience", audience), ("scope", scope));

    /// <summary>A call to <c>/oauth/token</c> with the application's credentials.</summary>
    public Task<Reply> TokenAsync(params (string Name, string? Value)[] parameters) => PostAsync("/oauth/token",
    [
        ("client_id", Client.ClientId), ("client_secret", Client.ClientSecret), .. parameters,
    ]);

    /// <summary>A form post of exactly these, where the last of two with one name wins and null takes it away.</summary>
    public async Task<Reply> PostAsync(string path, params (string Name, string? Value)[] parameters)
    {
        var form = new Dictionary<string, string?>();
        foreach (var (name, value) in parameters)
        {
            form[name] = value;
        }

        using var content = new FormUrlEncodedContent(form.Where(pair => !string.IsNullOrEmpty(pair.Value)));
        using var response = await Http.PostAsync(path, content);
        return await Reply.ReadAsync(response);
    }

    public async Task<JsonObject> GetJsonAsync(string path) => (await Http.GetFromJsonAsync<JsonObject>(path))!;

    public void Dispose() => Http.Dispose();
}
