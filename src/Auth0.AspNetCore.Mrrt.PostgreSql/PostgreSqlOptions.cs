using Auth0.AspNetCore.Mrrt.Coordination.Shared;

namespace Auth0.AspNetCore.Mrrt.PostgreSql;

/// <summary>What the servers share through PostgreSQL, and how patient they are. Checked when the application starts.</summary>
public sealed class PostgreSqlOptions
{
    /// <summary>True when the sessions live in the database. The cookie is then a handle of constant size. This switch includes
    /// <see cref="CoordinateExchanges"/>.</summary>
    /// <value>The default is <see langword="false"/>: each session lives in its cookie.</value>
    public bool StoreSessions { get; set; }

    /// <summary>True when the servers take turns in exchanging refresh tokens, and learn of one another's tokens and
    /// sign-outs.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool CoordinateExchanges { get; set; } = true;

    /// <summary>True when the keys of Data Protection are in the database, so that each server reads what another one has
    /// protected. Encrypt the keys (<c>ProtectKeysWith…</c>): a copy of the database would otherwise open the sessions in
    /// it.</summary>
    /// <value>The default is <see langword="false"/>: the application shares the keys in another way.</value>
    public bool DataProtectionKeys { get; set; }

    /// <summary>The schema that holds the tables.</summary>
    /// <value>The default is <c>auth0</c>; lower-case letters, digits and underscores, 63 at most.</value>
    public string Schema { get; set; } = PostgreSqlSchema.DefaultName;

    /// <summary>Whether the application creates the tables, and migrates them, when it starts. Any number of servers may
    /// do so at once. Otherwise run <see cref="PostgreSqlSchema.Script"/> before.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool CreateSchema { get; set; }

    /// <summary>How long an exchange or a sign-in waits in the database for another server's exchange of the same session.</summary>
    /// <value>The default is 30 seconds; more than zero.</value>
    public TimeSpan TurnTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many exchanges of this server hold a connection at once, so that waiting ones leave connections for
    /// those who only read.</summary>
    /// <value>The default is 20; at least 1, and fewer than the pool holds.</value>
    public int MaxConcurrentExchanges { get; set; } = 20;

    /// <summary>How long an exchange whose connection broke tries to keep what it got.</summary>
    /// <value>The default is 60 seconds; zero or more.</value>
    public TimeSpan CommitRetryTime { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a server asks who signed out elsewhere. A session in a cookie may be used on another server
    /// for this long after its sign-out, unless it needs an exchange. Also how often the database is made to show that it
    /// lives: a standby that takes over counts <see cref="QuietAfterRestart"/> from that.</summary>
    /// <value>The default is 1 second; more than zero, and 4 seconds at most unless <see cref="QuietAfterRestart"/> is
    /// zero.</value>
    public TimeSpan EndedSessionsInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often a server removes rows that have expired.</summary>
    /// <value>The default is 5 minutes; more than zero.</value>
    public TimeSpan CleanupInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How many rows one statement of the clean-up removes.</summary>
    /// <value>The default is 500; at least 1.</value>
    public int CleanupBatch { get; set; } = 500;

    /// <summary>How long after the last exchange of a session its newest tokens are kept for browsers that are late, at least:
    /// they stay until the last cookie without them expires. Also how long an end is remembered whose ticket's expiry nobody
    /// knows, and how long a stored session without an expiry of its own is kept.</summary>
    /// <value>The default is 30 days; more than zero.</value>
    public TimeSpan RecordLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long after a restart or a fail-over of the database no exchange begins: one whose connection broke
    /// may still be waiting for the tenant, and holds a refresh token that must not be spent again.</summary>
    /// <value>The default is 35 seconds. At least 3 seconds more than the login's <c>BackchannelTimeout</c>, which is how long an
    /// exchange may take from its turn to its commit; zero for a database that restarts only when no server runs.</value>
    public TimeSpan QuietAfterRestart { get; set; } = TimeSpan.FromSeconds(35);

    /// <summary>What an exchange does while the database is out of reach.</summary>
    /// <value>The default is <see cref="WhenUnavailable.Refuse"/>.</value>
    public WhenUnavailable WhenUnavailable { get; set; }
}
