namespace Auth0.AspNetCore.Mrrt.Tests.Generated;

/// <summary>What one server has heard of a session. With a single server that is all there is.</summary>
internal sealed class ModelKnowledge
{
    public bool HasEnded { get; set; }

    public long Generation { get; set; }

    public long SignIn { get; set; }

    /// <summary>The ticket of the sign-in. Null while none is known but the login.</summary>
    public ModelTicket? Ticket { get; set; }

    /// <summary>When cookies of an older generation get no help any more. Null while no browser has the newest.</summary>
    public long? ForgottenAt { get; set; }
}
