namespace Auth0.AspNetCore.Mrrt.Session.Model;

/// <summary>A section of a session that another version of the library wrote. This version does not know it, and keeps it as it
/// is.</summary>
/// <param name="Tag">Its number with two marks.</param>
/// <param name="Bytes">What it holds.</param>
internal readonly record struct KeptSection(ulong Tag, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>How many bits of a tag are marks.</summary>
    public const int Marks = 2;

    /// <summary>A version that does not know the section refuses the session.</summary>
    public const ulong MustBeUnderstood = 1;

    /// <summary>The section belongs to the ticket, and not to each generation of the tokens.</summary>
    public const ulong OfTicket = 2;

    /// <summary>The last number that this version knows.</summary>
    public const ulong LastKnown = 8;

    public ulong Number => Tag >> Marks;

    public bool IsOfTicket => (Tag & OfTicket) != 0;

    /// <summary>True for a section that a version may keep without knowing it.</summary>
    public bool MayBeKept => Number > LastKnown && (Tag & MustBeUnderstood) == 0;

    public override string ToString() => $"section {Number}";
}
