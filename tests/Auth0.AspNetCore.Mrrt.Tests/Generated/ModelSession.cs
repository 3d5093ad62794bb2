namespace Auth0.AspNetCore.Mrrt.Tests.Generated;

/// <summary>Who is signed in, and until when.</summary>
internal sealed record ModelTicket(string Claims, long Issued, long Expires);

/// <summary>A session as everybody knows it.</summary>
internal sealed class ModelSession
{
    /// <summary>The ticket of the last sign-in; in a store, as it was renewed last.</summary>
    public required ModelTicket Ticket { get; set; }

    /// <summary>True when it began with a login at the tenant.</summary>
    public bool IsOfLogin { get; init; }

    /// <summary>True when its refresh token is good, and its own.</summary>
    public bool CanRefresh { get; init; }

    public bool HasEnded { get; set; }

    /// <summary>How many exchanges and sign-ins there were.</summary>
    public long Generation { get; set; }

    /// <summary>The generation of the last sign-in. 0 when that was the login.</summary>
    public long SignIn { get; set; }

    /// <summary>When cookies of an older generation get no help any more. Null while no browser has the newest.</summary>
    public long? ForgottenAt { get; set; }

    /// <summary>The access token that the application has stored.</summary>
    public string? OwnToken { get; set; }

    public long OwnTokenUntil { get; set; }
}

/// <summary>What a browser holds.</summary>
internal sealed class ModelCookie
{
    public required ModelSession Session { get; init; }

    public required ModelTicket Ticket { get; set; }

    public long Generation { get; set; }

    public long SignIn { get; set; }

    /// <summary>What the second cookie holds.</summary>
    public (ModelSession Session, ModelTicket Ticket)? Second { get; set; }

    /// <summary>Tokens were obtained for a request with the cookie.</summary>
    public void Exchanged(int times)
    {
        if (times > 0)
        {
            Session.Generation += times;
            Session.ForgottenAt = null;
            Generation = Session.Generation;
        }
    }

    public ModelCookie Copy() => (ModelCookie)MemberwiseClone();
}
