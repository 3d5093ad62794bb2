using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace Auth0.AspNetCore.Mrrt.EndToEnd.Support;

/// <summary>A browser and an application without our library: how a test asks the real provider about itself.</summary>
internal sealed class CodeFlow : IDisposable
{
    private static readonly Uri Callback = new("http://localhost:61234/callback");

    private readonly RealProvider _provider;
    private readonly HttpClient _http;

    public CodeFlow(RealProvider provider)
    {
        _provider = provider;
        var browser = new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
        _http = new HttpClient(browser) { BaseAddress = new Uri(provider.Issuer) };
    }

    public async Task<JsonElement> SignInAsync(string audience, string scope = "openid profile offline_access")
    {
        await _provider.RegisterApplicationAsync(Callback);
        var verifier = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        var challenge = WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        var end = await FollowAsync(QueryHelpers.AddQueryString("authorize", new Dictionary<string, string?>
        {
            ["client_id"] = RealProvider.ClientId,
            ["response_type"] = "code",
            ["redirect_uri"] = Callback.AbsoluteUri,
            ["scope"] = scope,
            ["audience"] = audience,
            ["code_challenge"] = challenge,
            ["code_challenge_method"] = "S256",
        }));
        using var answer = await TokenAsync(new()
        {
            ["grant_type"] = "authorization_code",
            ["code"] = QueryHelpers.ParseQuery(end.Query)["code"].ToString(),
            ["redirect_uri"] = Callback.AbsoluteUri,
            ["code_verifier"] = verifier,
        });
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    public Task<HttpResponseMessage> RefreshAsync(string refreshToken, string? audience = null)
    {
        Dictionary<string, string> form = new() { ["grant_type"] = "refresh_token", ["refresh_token"] = refreshToken };
        if (audience is not null)
        {
            form["audience"] = audience;
        }
        return TokenAsync(form);
    }

    public void Dispose() => _http.Dispose();

    private async Task<Uri> FollowAsync(string first)
    {
        var url = new Uri(_http.BaseAddress!, first);
        while (url.Authority != Callback.Authority)
        {
            using var answer = await _http.GetAsync(url);
            var next = answer.Headers.Location ?? throw new InvalidOperationException($"{url} redirects nowhere.");
            url = new Uri(url, next);
        }
        return url;
    }

    private Task<HttpResponseMessage> TokenAsync(Dictionary<string, string> form)
    {
        form["client_id"] = RealProvider.ClientId;
        form["client_secret"] = RealProvider.ClientSecret;
        return _http.PostAsync("oauth/token", new FormUrlEncodedContent(form));
    }
}
