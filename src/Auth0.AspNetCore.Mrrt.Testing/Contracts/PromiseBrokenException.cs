namespace Auth0.AspNetCore.Mrrt.Testing.Contracts;

/// <summary>A promise of a <see cref="SessionContract"/> is not kept.</summary>
public sealed class PromiseBrokenException : Exception
{
    internal PromiseBrokenException(string promise, string expected, string seen, Exception? innerException)
        : base($"{promise}: expected {expected}, seen {seen}.", innerException)
    {
        Promise = promise;
        Expected = expected;
        Seen = seen;
    }

    /// <summary>The promise: one of <see cref="SessionContract.Promises"/>.</summary>
    public string Promise { get; }

    /// <summary>What the promise says should be.</summary>
    public string Expected { get; }

    /// <summary>What is instead.</summary>
    public string Seen { get; }
}
