namespace Auth0.AspNetCore.Mrrt.Coordination.Shared;

/// <summary>A session that has ended.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Until">For how long its end is remembered: until then a copy of its ticket may be shown.</param>
public readonly record struct EndedSession(string SessionId, DateTimeOffset Until);
