namespace Auth0.AspNetCore.Mrrt.Coordination.Shared;

/// <summary>A session's end that the backend has to be told.</summary>
/// <param name="Until">Until when it is remembered.</param>
/// <param name="KnownAt">When the backend knew it, as a timestamp: it may have lost it since. Null of an end that it was never told.</param>
internal readonly record struct PendingEnd(DateTimeOffset Until, long? KnownAt);
