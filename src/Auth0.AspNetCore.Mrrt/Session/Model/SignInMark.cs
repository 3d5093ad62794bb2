namespace Auth0.AspNetCore.Mrrt.Session.Model;

/// <summary>The last sign-in within a session. It is a generation like an exchange, and requests that know an older sign-in
/// write nothing of it (G15).</summary>
/// <param name="Generation">The generation that the sign-in made. 0 when the login was the last one.</param>
/// <param name="Count">How many generations of the session are sign-ins.</param>
/// <param name="Ticket">The ticket of the sign-in without its tokens, where a record has to bring it to other requests. Empty
/// in a ticket itself.</param>
internal sealed record SignInMark(long Generation, long Count, ReadOnlyMemory<byte> Ticket)
{
    /// <summary>The mark of a session with no sign-in but its login.</summary>
    public static readonly SignInMark None = new(0, 0, default);

    public override string ToString() => $"sign-in of generation {Generation}";
}
