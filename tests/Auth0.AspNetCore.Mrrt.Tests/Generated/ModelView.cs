namespace Auth0.AspNetCore.Mrrt.Tests.Generated;

/// <summary>What one request knows of its session.</summary>
internal sealed class ModelView
{
    public required ModelSession Session { get; init; }

    public required int Server { get; init; }

    /// <summary>The ticket that the application sees.</summary>
    public required ModelTicket Ticket { get; init; }

    public required long Generation { get; set; }

    public required long SignIn { get; set; }

    /// <summary>The ticket that the response writes with a new life. Null when it prolongs nothing.</summary>
    public ModelTicket? Renewed { get; set; }

    /// <summary>True when it knows more than the request's cookie.</summary>
    public bool IsNewer { get; set; }

    /// <summary>True when its ticket comes from a newer sign-in than the request's cookie.</summary>
    public bool IsTakenOver { get; init; }

    /// <summary>True when it has learned of a newer sign-in since it has its ticket.</summary>
    public bool IsReplaced { get; private set; }

    /// <summary>When the request gets nothing more.</summary>
    public required long Ends { get; set; }

    /// <summary>Takes over the newest generation.</summary>
    public void Adopt(long generation, long signIn, ModelTicket? signInTicket)
    {
        if (generation <= Generation)
        {
            return;
        }

        if (signIn > SignIn)
        {
            IsReplaced = true;
            Ends = Math.Min(Ends, signInTicket!.Expires);
        }

        (Generation, SignIn, IsNewer) = (generation, signIn, true);
    }
}
