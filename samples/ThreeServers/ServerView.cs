namespace ThreeServers;

/// <summary>What the page shows of a server.</summary>
public sealed record ServerView(string Name, bool IsRunning, int Answered);
