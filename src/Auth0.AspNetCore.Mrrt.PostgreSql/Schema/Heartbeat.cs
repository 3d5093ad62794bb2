namespace Auth0.AspNetCore.Mrrt.PostgreSql.Schema;

/// <summary>
/// How a primary shows that it lives, in a row that its standbys get. One that takes over counts from the last that it got
/// and <see cref="Margin"/> more (<see cref="TurnFunction"/>): if the primary could live on for longer without a beat, the
/// quiet time would be over too soon. A beat is due with the first question who signed out that comes
/// <see cref="Pause"/> after the last beat.
/// </summary>
internal static class Heartbeat
{
    /// <summary>What a standby adds to the last that it got of its predecessor.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    /// <summary>So long nobody beats again: one of several servers is enough.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>The questions who signed out may not be further apart; a second of the margin is left for the way.</summary>
    public static readonly TimeSpan LongestInterval = Margin - Pause - TimeSpan.FromSeconds(1);
}
