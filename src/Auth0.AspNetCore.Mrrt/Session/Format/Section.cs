using Auth0.AspNetCore.Mrrt.Session.Model;

namespace Auth0.AspNetCore.Mrrt.Session.Format;

/// <summary>The sections of a session's bytes in version 2. A tag is a number with two marks. Sections come in the order of their
/// numbers, each once. A page of the documentation, session-format.md, lists them for people.</summary>
internal static class Section
{
    /// <summary>Scheme, principal and times of a ticket.</summary>
    public const ulong Ticket = (1 << Marks) | OfTicket | MustBeUnderstood;

    /// <summary>A ticket's items, without those that stand for tokens.</summary>
    public const ulong Items = (2 << Marks) | OfTicket | MustBeUnderstood;

    /// <summary>The session's name and generation, and the tokens of the login.</summary>
    public const ulong Tokens = (3 << Marks) | MustBeUnderstood;

    /// <summary>Additional tokens.</summary>
    public const ulong Additional = (4 << Marks) | MustBeUnderstood;

    /// <summary>The key of the part that holds the additional tokens instead.</summary>
    public const ulong Separate = (5 << Marks) | MustBeUnderstood;

    /// <summary>Audiences that the tenant has refused.</summary>
    public const ulong AudiencesRefused = 6 << Marks;

    /// <summary>The last sign-in within the session.</summary>
    public const ulong SignIn = (7 << Marks) | MustBeUnderstood;

    /// <summary>The ticket of that sign-in, in a record.</summary>
    public const ulong SignInTicket = (8 << Marks) | MustBeUnderstood;

    private const ulong MustBeUnderstood = KeptSection.MustBeUnderstood;

    private const ulong OfTicket = KeptSection.OfTicket;

    private const int Marks = KeptSection.Marks;
}
