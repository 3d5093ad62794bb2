namespace Auth0.AspNetCore.Mrrt.Coordination;

/// <summary>The newest generation of a session, sealed: a coordinator keeps it and cannot read it.</summary>
internal sealed class SessionRecord(long generation, byte[] payload)
{
    /// <summary>Counts the exchanges whose answer was kept.</summary>
    public long Generation { get; } = generation;

    public byte[] Payload { get; } = payload;
}
