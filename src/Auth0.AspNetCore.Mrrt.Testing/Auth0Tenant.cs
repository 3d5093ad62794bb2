using Auth0.AspNetCore.Mrrt.Testing.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;

namespace Auth0.AspNetCore.Mrrt.Testing;

/// <summary>
/// A local Auth0 tenant for tests: sign-in, rotating refresh tokens with reuse detection, Multi-Resource Refresh Token
/// policies, logout, faults and a clock to move. On 127.0.0.1 or in process; never reachable from elsewhere.
/// </summary>
/// <example>
/// <code>
/// await using var tenant = await Auth0Tenant.StartInProcessAsync(o => o.Behavior.SilentSignIn = true);
/// builder.Services
///     .AddAuth0WebApp(options =>
///     {
///         options.Domain = tenant.Domain;
///         options.ClientId = tenant.Client.ClientId;
///         options.ClientSecret = tenant.Client.ClientSecret;
///         options.BackchannelHttpHandler = tenant.CreateHandler();
///     });
/// </code>
/// </example>
public sealed class Auth0Tenant : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly TenantParts _parts;
    private readonly bool _isInProcess;
    private bool _isDisposed;

    private Auth0Tenant(WebApplication application, TenantParts parts, TenantBehavior behavior, bool isInProcess)
    {
        _application = application;
        _parts = parts;
        _isInProcess = isInProcess;
        Behavior = behavior;
    }

    /// <summary>What an application sets as its domain: <c>http://127.0.0.1:5123</c>, or a host name in process.</summary>
    public string Domain => _isInProcess ? _parts.Address.Root.Host : _parts.Address.Root.GetLeftPart(UriPartial.Authority);

    /// <summary>The <c>iss</c> of every token, with a trailing slash as at Auth0.</summary>
    public string Issuer => _parts.Address.Issuer;

    /// <summary>The first application.</summary>
    public TenantClient Client => Clients[0];

    /// <summary>The applications.</summary>
    public IReadOnlyList<TenantClient> Clients => _parts.Registrations.Clients;

    /// <summary>The APIs.</summary>
    public IReadOnlyList<TenantApi> Apis => _parts.Registrations.Apis;

    /// <summary>The users, in the order of the login page.</summary>
    public IReadOnlyList<TenantUser> Users => _parts.Registrations.Users;

    /// <summary>The switches, to be flipped at any time.</summary>
    public TenantBehavior Behavior { get; }

    /// <summary>What goes wrong at <c>/oauth/token</c>.</summary>
    public TenantFaults Faults => _parts.Faults;

    /// <summary>
    /// The tenant's time. Give it to the application too if <see cref="Advance"/> must move both.
    /// </summary>
    public TimeProvider Clock => _parts.Clock;

    /// <summary>Every call to <c>/oauth/token</c>, oldest first: a snapshot.</summary>
    public IReadOnlyList<TokenExchange> Exchanges => _parts.Exchanges.Snapshot();

    /// <summary>What has been counted.</summary>
    public TenantCounters Counters => _parts.Counters;

    /// <summary>Times a voided refresh token was presented: what a correct client keeps at zero.</summary>
    public int ReuseDetections => Counters.ReuseDetections;

    /// <summary>Families of refresh tokens that reuse detection has revoked.</summary>
    public int FamiliesRevoked => Counters.FamiliesRevoked;

    /// <summary>Every token, code and secret the tenant has handed out, to search logs for.</summary>
    /// <exception cref="InvalidOperationException">
    /// <see cref="Auth0TenantOptions.KeepIssuedSecrets"/> is off.
    /// </exception>
    public IReadOnlyCollection<string> IssuedSecrets => _parts.Secrets.All();

    internal string SessionCookieName => _parts.Address.CookieName;

    /// <summary>Starts a tenant on Kestrel: http, on 127.0.0.1 only, on a free port unless one is set.</summary>
    /// <param name="configure">Sets the options.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The options are wrong.</exception>
    public static Task<Auth0Tenant> StartAsync(
        Action<Auth0TenantOptions>? configure = null, CancellationToken cancellationToken = default) =>
        StartAsync(configure, isInProcess: false, cancellationToken);

    /// <summary>Starts a tenant without a socket, reached through <see cref="CreateHandler"/> as https.</summary>
    /// <param name="configure">Sets the options.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The options are wrong.</exception>
    public static Task<Auth0Tenant> StartInProcessAsync(
        Action<Auth0TenantOptions>? configure = null, CancellationToken cancellationToken = default) =>
        StartAsync(configure, isInProcess: true, cancellationToken);

    /// <summary>
    /// Creates a handler that reaches the tenant, in either mode, and no other address. It follows no redirect and
    /// keeps no cookie: right for an application's back channel. <see cref="TenantBrowser"/> does both.
    /// </summary>
    public HttpMessageHandler CreateHandler() => new TenantHandler(
        _isInProcess
            ? _application.GetTestServer().CreateHandler()
            : new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false },
        _parts.Address);

    /// <summary>Moves the tenant's clock, and only that, forward. Latency that has passed by then ends at once.</summary>
    /// <param name="by">By how much; zero or more.</param>
    public void Advance(TimeSpan by) => _parts.Clock.Advance(by);

    /// <summary>Publishes the key that will sign next, beside the current one.</summary>
    public void PublishNextSigningKey() => _parts.Keys.PublishNext();

    /// <summary>
    /// Signs with the next key from now on; with one nobody has seen unless <see cref="PublishNextSigningKey"/> came
    /// before. Tokens signed earlier stay valid at the tenant.
    /// </summary>
    /// <param name="keepPrevious">Whether the key that signed until now stays published.</param>
    public void RotateSigningKey(bool keepPrevious = true) => _parts.Keys.Rotate(keepPrevious);

    /// <summary>Revokes a user's refresh tokens, as the dashboard or the Management API would.</summary>
    /// <param name="userId">The user.</param>
    /// <returns>How many were revoked.</returns>
    public int RevokeRefreshTokens(string userId)
    {
        lock (_parts.Lock)
        {
            return _parts.RefreshTokens.RevokeAll(token => token.Family.Grant.User.Id == userId);
        }
    }

    /// <summary>Forgets the log and sets the counters to zero. Sessions, tokens and faults stay.</summary>
    public void ResetLog()
    {
        _parts.Exchanges.Clear();
        _parts.Counters.Reset();
    }

    /// <summary>Stops the tenant. Calls that are held or delayed are let go.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        await _parts.Stopping.CancelAsync().ConfigureAwait(false);
        _parts.Faults.Clear();
        await _application.DisposeAsync().ConfigureAwait(false);
        _parts.Keys.Dispose();
        _parts.Stopping.Dispose();
    }

    internal bool Owns(Uri uri) => _parts.Address.Owns(uri);

    private static async Task<Auth0Tenant> StartAsync(
        Action<Auth0TenantOptions>? configure, bool isInProcess, CancellationToken cancellationToken)
    {
        var options = new Auth0TenantOptions();
        configure?.Invoke(options);
        TenantDefaults.Fill(options);
        TenantOptionsValidation.ThrowIfInvalid(options);

        var parts = new TenantParts(options);
        var application = await TenantHost.StartAsync(
            new TenantPipeline(parts), isInProcess ? null : options.Port, cancellationToken).ConfigureAwait(false);
        parts.Address.Set(new Uri(isInProcess ? $"https://{options.InProcessDomain}" : application.Urls.Single()));
        parts.Logger.Started(parts.Address.Root);
        return new Auth0Tenant(application, parts, options.Behavior, isInProcess);
    }
}
