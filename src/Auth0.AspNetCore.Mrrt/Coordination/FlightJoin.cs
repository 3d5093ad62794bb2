namespace Auth0.AspNetCore.Mrrt.Coordination;

/// <summary>What came of joining a <see cref="Flight"/>.</summary>
internal enum FlightJoin
{
    /// <summary>The caller waits for the work.</summary>
    Joined,

    /// <summary>As many callers wait as may.</summary>
    Full,

    /// <summary>The work has given up its place.</summary>
    Abandoned,
}
