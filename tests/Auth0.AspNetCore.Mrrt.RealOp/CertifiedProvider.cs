using System.Net.Http.Json;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Auth0.AspNetCore.Mrrt.Processes;

namespace Auth0.AspNetCore.Mrrt.RealOp;

/// <summary>
/// The OpenID Provider of tests/real-op on a free loopback port, with Auth0's paths and issuer. It ends with
/// <see cref="DisposeAsync"/>, or with the process that started it, however that ends.
/// </summary>
public partial class CertifiedProvider : IAsyncDisposable
{
    public const string ClientId = "web-post";
    public const string ClientSecret = "secret-secret-secret-secret-secret-0123456789";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private static readonly HttpClient Admin = new();

    // What it shows to clients with a certificate, which trust it and no other.
    private readonly X509Certificate2 _certificate = SelfSigned.Certificate("127.0.0.1");

    private ChildProcess? _server;

    /// <summary>What an application sets as its domain: <c>http://127.0.0.1:PORT</c>.</summary>
    public string Authority { get; private set; } = "";

    /// <summary>The authority with a trailing slash, as Auth0 has it.</summary>
    public string Issuer => $"{Authority}/";

    /// <summary>Starts it and waits until it answers.</summary>
    /// <returns>A task that is done then.</returns>
    /// <exception cref="InvalidOperationException">Something is missing; the message says how to get it.</exception>
    public async Task StartAsync()
    {
        if (NodePrograms.WhatIsMissing is { } missing)
        {
            throw new InvalidOperationException(missing);
        }

        (_server, var ready) = await ChildProcess.StartAsync("node", ["server.mjs"], ReadyLine(), start =>
        {
            start.WorkingDirectory = Repository.PathTo("tests", "real-op");
            start.Environment["OP_PORT"] = "0";
            start.Environment["OP_PROFILE"] = "auth0";
            start.Environment["OP_EXIT_WITH_STDIN"] = "1";
            start.Environment["OP_TLS_PEM"] = SelfSigned.Pem(_certificate);
        });
        Authority = ready.Groups["issuer"].Value.TrimEnd('/');
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _certificate.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Tells the provider where an application on a port of its own wants its users back.</summary>
    public Task RegisterApplicationAsync(Uri callback, Uri? afterLogout = null, Uri? backchannelLogout = null) =>
        PostAsync("clients", new Dictionary<string, object?>
        {
            ["redirect_uris"] = (string[])[callback.AbsoluteUri],
            ["post_logout_redirect_uris"] = afterLogout is null ? [] : (string[])[afterLogout.AbsoluteUri],
            ["backchannel_logout_uri"] = backchannelLogout?.AbsoluteUri,
        });

    /// <summary>Tells the provider which keys an application proves with who it is, in place of those before.</summary>
    /// <param name="clientId">Which application.</param>
    /// <param name="keys">Public halves, as members of JSON web keys.</param>
    /// <returns>A task that is done when it knows.</returns>
    public Task RegisterKeysAsync(string clientId, params IReadOnlyDictionary<string, object>[] keys) =>
        PostAsync("clients", new Dictionary<string, object>
        {
            ["client_id"] = clientId,
            ["jwks"] = new Dictionary<string, object> { ["keys"] = keys },
        });

    /// <summary>The way to the provider with a certificate.</summary>
    /// <param name="certificate">The client's, with its private key.</param>
    /// <returns>A handler that trusts this provider only.</returns>
    public SocketsHttpHandler WayWith(X509Certificate2 certificate) => new()
    {
        AllowAutoRedirect = false,
        SslOptions = new SslClientAuthenticationOptions
        {
            LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate,
            RemoteCertificateValidationCallback = (_, shown, _, _) =>
                shown?.GetCertHashString() == _certificate.Thumbprint,
        },
    };

    public async Task<ProviderCounters> CountersAsync() =>
        (await Admin.GetFromJsonAsync<ProviderCounters>($"{Issuer}admin/counters", Json))!;

    /// <summary>Every call to the token endpoint that the provider decided, oldest first.</summary>
    public async Task<IReadOnlyList<ProviderExchange>> ExchangesAsync() =>
        (await Admin.GetFromJsonAsync<ProviderExchange[]>($"{Issuer}admin/exchanges", Json))!;

    /// <summary>What the provider's log calls a token.</summary>
    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    public Task KnobsAsync(ProviderKnobs knobs) => PostAsync("knobs", knobs);

    /// <summary>Keeps the token calls that come from now on waiting.</summary>
    public Task HoldTokenCallsAsync() => PostAsync("hold", new object());

    /// <summary>Waits until that many token calls have come since they were held.</summary>
    public Task TokenCallsArrivedAsync(int count) =>
        PostAsync("arrived", new Dictionary<string, int> { ["count"] = count });

    public Task ReleaseTokenCallsAsync() => PostAsync("release", new object());

    /// <summary>Counters, events and knobs as at the start, nothing held; registered applications stay.</summary>
    public Task ResetAsync() => PostAsync("reset", new object());

    /// <summary>Makes the provider send a logout token now, as an administrator who ends a session would.</summary>
    public Task SendBackchannelLogoutAsync(string subject, string? sessionId, string clientId = ClientId) =>
        PostAsync("backchannel-logout", new Dictionary<string, object?>
        {
            ["client_id"] = clientId,
            ["sub"] = subject,
            ["sid"] = sessionId,
        });

    private async Task PostAsync<T>(string command, T body)
    {
        using var answer = await Admin.PostAsJsonAsync($"{Issuer}admin/{command}", body, Json);
        answer.EnsureSuccessStatusCode();
    }

    [GeneratedRegex(@"^op ready (?<issuer>\S+)")]
    private static partial Regex ReadyLine();
}
