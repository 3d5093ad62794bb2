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

    /// <summary>The generation's number, and nothing of what it holds.</summary>
    /// <returns>A text for logs.</returns>
    public override string ToString() => $"generation {Generation}";
}
