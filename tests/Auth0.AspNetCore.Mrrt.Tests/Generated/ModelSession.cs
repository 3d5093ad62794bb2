namespace Auth0.AspNetCore.Mrrt.Tests.Generated;

/// <summary>Who is signed in, and until when.</summary>
internal sealed record ModelTicket(string Claims, long Issued, long Expires)
{
    /// <summary>The same with a life that begins now.</summary>
    public ModelTicket Renew(long now) => this with { Issued = now, Expires = now + Expires - Issued };
}

/// <summary>A session as it is: all servers together know this.</summary>
internal sealed class ModelSession
{
    private readonly Dictionary<int, ModelKnowledge> _known = [];

    /// <summary>The ticket of the last sign-in; in a store, as it was renewed last.</summary>
    public required ModelTicket Ticket { get; set; }

    /// <summary>True when it began with a login at the tenant.</summary>
    public bool IsOfLogin { get; init; }

    /// <summary>True when its refresh token is good, and its own. Null when a revocation may have come first.</summary>
    public bool? CanRefresh { get; init; }

    public bool HasEnded { get; set; }

    /// <summary>True when tokens came after its end, and nobody has continued it yet.</summary>
    public bool HasLateTokens { get; set; }

    /// <summary>How many exchanges and sign-ins there were.</summary>
    public long Generation { get; set; }

    /// <summary>The generation of the last sign-in. 0 when that was the login.</summary>
    public long SignIn { get; set; }

    /// <summary>The ticket of the last sign-in, as it was then. Null when that was the login.</summary>
    public ModelTicket? SignInTicket { get; set; }

    /// <summary>The access token that the application has stored.</summary>
    public string? OwnToken { get; set; }

    public long OwnTokenUntil { get; set; }

    /// <summary>What a server has heard of it.</summary>
    public ModelKnowledge KnownTo(int server) => _known.TryGetValue(server, out var known) ? known : _known[server] = new ModelKnowledge();

    /// <summary>The server looks at what all servers know.</summary>
    public void Tell(int server)
    {
        var known = KnownTo(server);
        if (HasEnded)
        {
            known.HasEnded = true;
        }
        else if (Generation > known.Generation)
        {
            (known.Generation, known.SignIn, known.Ticket, known.ForgottenAt) = (Generation, SignIn, SignInTicket, null);
        }
    }
}
