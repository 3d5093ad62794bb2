namespace Auth0.AspNetCore.Mrrt.Testing;

/// <summary>What the tenant has counted since it started or since <see cref="Auth0Tenant.ResetLog"/>. Live.</summary>
public sealed class TenantCounters
{
    private readonly Lock _sync = new();
    private readonly Dictionary<Count, int> _counts = [];

    internal TenantCounters()
    {
    }

    internal enum Count
    {
        Exchanges,
        Granted,
        Refused,
        Faulted,
        ReuseDetections,
        FamiliesRevoked,
        Logins,
        Authorizations,
        Logouts,
        Revocations,
        JwksRequests,
        DiscoveryRequests,
        AuthorizeRequests,
        UserInfoRequests,
        InFlight,
        MaxInFlight,
    }

    /// <summary>Calls to <c>/oauth/token</c>, whatever became of them.</summary>
    public int Exchanges => Read(Count.Exchanges);

    /// <summary>Calls to <c>/oauth/token</c> that issued tokens.</summary>
    public int Granted => Read(Count.Granted);

    /// <summary>Calls to <c>/oauth/token</c> that were refused, reuse detections included.</summary>
    public int Refused => Read(Count.Refused);

    /// <summary>Calls to <c>/oauth/token</c> that a fault answered.</summary>
    public int Faulted => Read(Count.Faulted);

    /// <summary>Times a voided refresh token was presented while its family was alive.</summary>
    public int ReuseDetections => Read(Count.ReuseDetections);

    /// <summary>Families of refresh tokens that reuse detection has revoked.</summary>
    public int FamiliesRevoked => Read(Count.FamiliesRevoked);

    /// <summary>Times a user signed in, on the page or silently; single sign-on does not count.</summary>
    public int Logins => Read(Count.Logins);

    /// <summary>Authorization codes issued, single sign-on included.</summary>
    public int Authorizations => Read(Count.Authorizations);

    /// <summary>Logouts completed at <c>/v2/logout</c> and <c>/oidc/logout</c>.</summary>
    public int Logouts => Read(Count.Logouts);

    /// <summary>Calls to <c>/oauth/revoke</c> that ended a refresh token.</summary>
    public int Revocations => Read(Count.Revocations);

    /// <summary>Requests for the signing keys.</summary>
    public int JwksRequests => Read(Count.JwksRequests);

    /// <summary>Requests for the discovery document, under either name.</summary>
    public int DiscoveryRequests => Read(Count.DiscoveryRequests);

    /// <summary>Requests to <c>/authorize</c>.</summary>
    public int AuthorizeRequests => Read(Count.AuthorizeRequests);

    /// <summary>Requests to <c>/userinfo</c>.</summary>
    public int UserInfoRequests => Read(Count.UserInfoRequests);

    /// <summary>Calls to <c>/oauth/token</c> that have arrived and are not answered yet, held ones included.</summary>
    public int TokenCallsInFlight => Read(Count.InFlight);

    /// <summary>The most calls to <c>/oauth/token</c> that were ever in flight together.</summary>
    public int MaxTokenCallsInFlight => Read(Count.MaxInFlight);

    internal void Add(Count count)
    {
        lock (_sync)
        {
            _counts[count] = _counts.GetValueOrDefault(count) + 1;
        }
    }

    internal void EnterTokenCall()
    {
        lock (_sync)
        {
            var now = _counts[Count.InFlight] = _counts.GetValueOrDefault(Count.InFlight) + 1;
            _counts[Count.MaxInFlight] = Math.Max(now, _counts.GetValueOrDefault(Count.MaxInFlight));
        }
    }

    internal void LeaveTokenCall()
    {
        lock (_sync)
        {
            _counts[Count.InFlight]--;
        }
    }

    internal void Reset()
    {
        lock (_sync)
        {
            var inFlight = _counts.GetValueOrDefault(Count.InFlight);
            _counts.Clear();
            _counts[Count.InFlight] = inFlight;
            _counts[Count.MaxInFlight] = inFlight;
        }
    }

    private int Read(Count count)
    {
        lock (_sync)
        {
            return _counts.GetValueOrDefault(count);
        }
    }
}
