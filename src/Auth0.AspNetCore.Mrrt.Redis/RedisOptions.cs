using Auth0.AspNetCore.Mrrt.Coordination.Shared;

namespace Auth0.AspNetCore.Mrrt.Redis;

/// <summary>What the servers share through Redis, and how patient they are. Checked when the application starts.</summary>
public sealed class RedisOptions : SharedSessionOptions
{
    /// <summary>What the name of each key begins with. Applications that share a Redis have a prefix each.</summary>
    /// <value>The default is <c>auth0:</c>; letters, digits, colons, hyphens and underscores, 100 at most.</value>
    public string KeyPrefix { get; set; } = "auth0:";

    /// <summary>True when the keys of Data Protection are in Redis, so that each server reads what another one has protected.
    /// Encrypt the keys (<c>ProtectKeysWith…</c>): a copy of Redis would otherwise open the sessions in it.</summary>
    /// <value>The default is <see langword="false"/>: the application shares the keys in another way.</value>
    public bool DataProtectionKeys { get; set; }

    /// <summary>For how long a server has a session's turn unless it says that it goes on. After that, and a grace of 5 seconds,
    /// another server takes the turn of a server that has died.</summary>
    /// <value>The default is 35 seconds. At least 3 seconds more than the login's <c>BackchannelTimeout</c>, which is how long an
    /// exchange may take; 10 minutes at most.</value>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(35);

    /// <summary>How many replicas must have a turn and a new generation before the server goes on. It needs a connection of its own,
    /// so <c>WithRedis</c> must be given a connection string.</summary>
    /// <value>The default is 0: Redis copies later.</value>
    public int ReplicasToWaitFor { get; set; }

    /// <summary>How long a server waits for <see cref="ReplicasToWaitFor"/>. With too few an exchange does not begin.</summary>
    /// <value>The default is 500 milliseconds; more than zero and less than a tenth of <see cref="Lease"/>.</value>
    public TimeSpan ReplicaTimeout { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long the holder of a lease that is over has to come back, from when somebody finds it over. Longer than a commit
    /// waits before it is tried again, and than two extensions take.</summary>
    internal TimeSpan TakeoverGrace { get; set; } = TimeSpan.FromSeconds(5);
}
