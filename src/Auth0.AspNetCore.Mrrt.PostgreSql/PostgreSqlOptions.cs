using Auth0.AspNetCore.Mrrt.Coordination.Shared;

namespace Auth0.AspNetCore.Mrrt.PostgreSql;

/// <summary>What the servers share through PostgreSQL, and how patient they are. Checked when the application starts.</summary>
public sealed class PostgreSqlOptions : SharedSessionOptions
{
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

    /// <summary>How many exchanges of this server are under way at once. Each holds a connection. Those that wait for another server
    /// hold as many more, at most, and leave one of the pool for those who only read.</summary>
    /// <value>The default is 20; at least 1, and fewer than the pool holds.</value>
    public int MaxConcurrentExchanges { get; set; } = 20;

    /// <summary>How many rows one statement of the clean-up removes.</summary>
    /// <value>The default is 500; at least 1.</value>
    public int CleanupBatch { get; set; } = 500;
}
