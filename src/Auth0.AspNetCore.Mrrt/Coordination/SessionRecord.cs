using System.Security.Cryptography;

namespace Auth0.AspNetCore.Mrrt.Coordination;

/// <summary>One generation of a session's tokens, sealed: a coordinator keeps it and cannot read it.</summary>
/// <param name="generation">Counts the exchanges whose answer was kept.</param>
/// <param name="payload">The sealed tokens. Not copied: nobody changes it.</param>
public sealed class SessionRecord(long generation, byte[] payload)
{
    /// <summary>Counts the exchanges whose answer was kept since the login.</summary>
    public long Generation { get; } = generation;

    /// <summary>The sealed tokens.</summary>
    public ReadOnlyMemory<byte> Payload { get; } = payload;

    /// <summary>When the last cookie with an older generation expires. Until then a coordinator remembers the number, and the record
    /// unless a browser has sent the generation. Null when nobody knows.</summary>
    public DateTimeOffset? KeepUntil { get; init; }

    /// <summary>True when the tokens exist nowhere else, since an exchange has obtained them: a server keeps the record even while the
    /// others cannot be told. A sign-in stands in its own ticket as well.</summary>
    public bool MustKeep { get; init; } = true;

    /// <summary>A generation without tokens, which nobody mistakes for another's: it notes a new owner of an ended session's refresh
    /// token.</summary>
    internal static SessionRecord Mark(long generation) =>
        new(generation, RandomNumberGenerator.GetBytes(16)) { MustKeep = false }; // a mark that is on one server alone gives nobody anything

    /// <summary>True when both are the same generation, byte for byte.</summary>
    internal bool IsSame(SessionRecord? other) =>
        other is not null && other.Generation == Generation && other.Payload.Span.SequenceEqual(Payload.Span);

    /// <summary>The generation's number, and nothing of what it holds.</summary>
    /// <returns>A text for logs.</returns>
    public override string ToString() => $"generation {Generation}";
}
