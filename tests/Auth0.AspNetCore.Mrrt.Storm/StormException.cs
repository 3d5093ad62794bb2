namespace Auth0.AspNetCore.Mrrt.Storm;

/// <summary>The storm could not be played to its end: it proves nothing.</summary>
internal sealed class StormException(string message) : Exception(message);
