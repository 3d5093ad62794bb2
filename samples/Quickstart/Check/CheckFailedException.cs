namespace Quickstart.Check;

/// <summary>A step of the journey did not end as it should.</summary>
internal sealed class CheckFailedException(string message) : Exception(message);
