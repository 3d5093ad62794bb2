namespace Auth0.AspNetCore.Mrrt.Tests.Generated;

/// <summary>What a browser holds.</summary>
internal sealed class ModelCookie
{
    public required ModelSession Session { get; init; }

    public required ModelTicket Ticket { get; set; }

    public long Generation { get; set; }

    public long SignIn { get; set; }

    /// <summary>What the second cookie holds.</summary>
    public (ModelSession Session, ModelTicket Ticket)? Second { get; set; }

    public ModelCookie Copy() => (ModelCookie)MemberwiseClone();
}
