using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Testing;

/// <summary>
/// What a tenant starts with. A list left empty is filled: three example APIs, Alice and Bob, and the application
/// <c>quickstart-client</c> with rotation on and a refresh token policy for every API.
/// </summary>
public sealed class Auth0TenantOptions
{
    /// <summary>The host name of a tenant in process; it is reached through its handler only, never through DNS.</summary>
    /// <value>The default is <c>tenant.auth0.test</c>.</value>
    public string InProcessDomain { get; set; } = "tenant.auth0.test";

    /// <summary>The port on 127.0.0.1 of a tenant on Kestrel.</summary>
    /// <value>The default is 0: any free port.</value>
    public int Port { get; set; }

    /// <summary>The time underneath the tenant's clock; <see cref="Auth0Tenant.Advance"/> adds to it.</summary>
    /// <value>The default is <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where the tenant says what it did and why it refused. Never a token, a code or a secret.</summary>
    /// <value>The default is <see langword="null"/>: nowhere.</value>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>The APIs.</summary>
    public IList<TenantApi> Apis { get; } = [];

    /// <summary>The users, in the order of the login page.</summary>
    public IList<TenantUser> Users { get; } = [];

    /// <summary>The applications; the first becomes <see cref="Auth0Tenant.Client"/>.</summary>
    public IList<TenantClient> Clients { get; } = [];

    /// <summary>The tenant's own Allowed Logout URLs, used when a logout names no application.</summary>
    public IList<string> LogoutUrls { get; } = [];

    /// <summary>The switches; <see cref="Auth0Tenant.Behavior"/> is this object.</summary>
    public TenantBehavior Behavior { get; } = new();

    /// <summary>How long an authorization code may be exchanged. Auth0 does not document its figure.</summary>
    /// <value>The default is 10 minutes.</value>
    public TimeSpan AuthorizationCodeLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long an ID token is valid.</summary>
    /// <value>The default is 10 hours, as at Auth0.</value>
    public TimeSpan IdTokenLifetime { get; set; } = TimeSpan.FromHours(10);

    /// <summary>How long the tenant's own session lasts without being used.</summary>
    /// <value>The default is 3 days.</value>
    public TimeSpan SessionIdleLifetime { get; set; } = TimeSpan.FromDays(3);

    /// <summary>How long the tenant's own session lasts in all.</summary>
    /// <value>The default is 7 days.</value>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How many active refresh tokens one user may have at one application; the oldest goes first.</summary>
    /// <value>The default is 200, Auth0's limit.</value>
    public int RefreshTokenLimit { get; set; } = 200;

    /// <summary>
    /// Whether the tenant keeps every token, code and secret for <see cref="Auth0Tenant.IssuedSecrets"/>, so that a
    /// test can search logs for them.
    /// </summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool KeepIssuedSecrets { get; set; }
}
