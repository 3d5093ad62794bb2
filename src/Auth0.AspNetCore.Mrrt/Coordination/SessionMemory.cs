namespace Auth0.AspNetCore.Mrrt.Coordination;

/// <summary>What this server remembers of all sessions. Each kind has a budget of its own: many of one kind push out none of
/// another.</summary>
internal sealed class SessionMemory
{
    public EndedMemory Ends { get; } = new();

    public GenerationNumbers Numbers { get; } = new();

    public RecordBudget Records { get; } = new();

    /// <summary>What is known of a session whose newest generation is not remembered.</summary>
    public SessionStatus Status(string sessionId, DateTimeOffset now) =>
        new() { Ended = Ends.Holds(sessionId, now), NewestGeneration = Numbers.Of(sessionId, now) };
}
