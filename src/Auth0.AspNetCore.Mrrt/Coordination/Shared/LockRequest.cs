namespace Auth0.AspNetCore.Mrrt.Coordination.Shared;

/// <summary>Who asks for a session's lock, and how patiently.</summary>
public readonly record struct LockRequest
{
    /// <summary>The session.</summary>
    public required string SessionId { get; init; }

    /// <summary>Names the attempt. Each attempt has a new name. A commit that is tried again has the name of the lock that it was
    /// begun with: for that name the lock is free.</summary>
    public required Guid Holder { get; init; }

    /// <summary>How long an entry is kept that has to be created for the lock.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>How long the backend may wait by itself for a lock that another holds. It may answer earlier; the caller comes
    /// again.</summary>
    public TimeSpan Patience { get; init; }

    /// <summary>True when the holder has a generation to write whose refresh token has been used already. Then an attempt that fails must not
    /// free what it may have been granted: until the generation is written, the lock keeps others from using that refresh token.</summary>
    public bool HasUnwritten { get; init; }

    /// <summary>True when an earlier attempt of the same turn found the lock held. The holder may have written just now.</summary>
    public bool HasWaited { get; init; }
}
