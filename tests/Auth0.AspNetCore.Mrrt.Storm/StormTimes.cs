namespace Auth0.AspNetCore.Mrrt.Storm;

/// <summary>How long things take in a storm: short enough that every kind of accident happens many times.</summary>
internal static class StormTimes
{
    /// <summary>The tenant's access tokens live this long, in the order of the APIs.</summary>
    public static readonly TimeSpan[] TokenLifetimes =
        [TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(6)];

    public static readonly TimeSpan Leeway = TimeSpan.FromSeconds(1);

    /// <summary>The servers' limit for a call to the tenant and for the wait for a session's turn.</summary>
    public static readonly TimeSpan Backchannel = TimeSpan.FromSeconds(4);

    /// <summary>After a restart of the database no exchange begins for the time that one from before may take: a call to
    /// the tenant, and a pause before the next try to keep its answer.</summary>
    public static readonly TimeSpan Quiet = Backchannel + TimeSpan.FromSeconds(4);

    /// <summary>For how long a server has a turn that it took in Redis: a call to the tenant, and what keeping its answer takes.</summary>
    public static readonly TimeSpan Lease = Backchannel + TimeSpan.FromSeconds(4);

    /// <summary>Until every server has noticed that the database is back, and has told it what it could not.</summary>
    public static readonly TimeSpan Recovery = TimeSpan.FromSeconds(3);

    /// <summary>A browser waits no longer than this for an answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>How long after a sign-out every server knows of it, as announced for sessions in cookies.</summary>
    public static readonly TimeSpan Propagation = TimeSpan.FromSeconds(1);

    /// <summary>The question who signed out takes its time on a busy machine, and so does its answer.</summary>
    public static readonly TimeSpan PropagationTolerance = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The exp of a token is in whole seconds, cut off, while the client counts from when it asked: up to a second less.
    /// Another half for the time between the library's look at the clock and the answer's.
    /// </summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(1.5);

    /// <summary>How long before a server is killed an exchange may have been granted and not be kept.</summary>
    public static readonly TimeSpan CommitWindow = TimeSpan.FromSeconds(2);

    /// <summary>How long a sign-in may be under way on a server whose answer did not arrive: it waits for the session's turn, as
    /// long as is announced.</summary>
    public static readonly TimeSpan LongestSignIn = TimeSpan.FromSeconds(60);
}
