namespace Auth0.AspNetCore.Mrrt.Coordination.Shared;

/// <summary>What several servers share, and how patient they are. The settings of PostgreSQL and Redis add their own. Checked
/// when the application starts.</summary>
public class SharedSessionOptions
{
    /// <summary>True when the sessions live in the backend. The cookie is then a handle of constant size. This switch includes
    /// <see cref="CoordinateExchanges"/>.</summary>
    /// <value>The default is <see langword="false"/>: each session lives in its cookie.</value>
    public bool StoreSessions { get; set; }

    /// <summary>True when the servers take turns in exchanging refresh tokens, and learn of one another's tokens and
    /// sign-outs.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool CoordinateExchanges { get; set; } = true;

    /// <summary>How long an exchange or a sign-in waits for another server's exchange of the same session.</summary>
    /// <value>The default is 30 seconds; more than zero.</value>
    public TimeSpan TurnTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an exchange whose connection broke tries to keep what it obtained.</summary>
    /// <value>The default is 60 seconds; zero or more.</value>
    public TimeSpan CommitRetryTime { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a server asks who signed out elsewhere. A session in a cookie may be used on another server
    /// for this long after its sign-out, unless it needs an exchange.</summary>
    /// <value>The default is 1 second; more than zero. With PostgreSQL 4 seconds at most, unless <see cref="QuietAfterRestart"/> is
    /// zero: a standby that takes over counts from the last question.</value>
    public TimeSpan EndedSessionsInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often a server removes what has expired.</summary>
    /// <value>The default is 5 minutes; more than zero.</value>
    public TimeSpan CleanupInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long after the last exchange of a session its newest tokens are kept for browsers that are late, at least:
    /// they stay until the last cookie without them expires. Also how long an end is remembered whose ticket's expiry nobody
    /// knows, and how long a stored session without an expiry of its own is kept.</summary>
    /// <value>The default is 30 days; more than zero.</value>
    public TimeSpan RecordLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long after a restart or a fail-over of the backend no exchange begins: one whose connection broke
    /// may still be waiting for the tenant, and holds a refresh token that must not be used again.</summary>
    /// <value>The default is 35 seconds. At least 3 seconds more than the login's <c>BackchannelTimeout</c>, which is how long an
    /// exchange may take from its turn to its commit; zero for a backend that restarts only when no server runs.</value>
    public TimeSpan QuietAfterRestart { get; set; } = TimeSpan.FromSeconds(35);

    /// <summary>What an exchange does while the backend is out of reach.</summary>
    /// <value>The default is <see cref="WhenUnavailable.Refuse"/>.</value>
    public WhenUnavailable WhenUnavailable { get; set; }
}
