using Auth0.AspNetCore.Mrrt.Coordination;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Sessions;

/// <summary>What the database knows of a session's tokens.</summary>
internal readonly record struct SessionRow
{
    public bool Ended { get; init; }

    /// <summary>The newest generation's number; 0 before the first exchange.</summary>
    public long Generation { get; init; }

    /// <summary>The newest generation; none before the first exchange, after the end, or when who asked has it.</summary>
    public SessionRecord? Record { get; init; }
}
