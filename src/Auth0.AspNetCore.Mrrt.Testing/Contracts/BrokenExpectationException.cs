namespace Auth0.AspNetCore.Mrrt.Testing.Contracts;

/// <summary>An expectation of a promise that is not met; the promise's name is added outside.</summary>
internal sealed class BrokenExpectationException(string expected, string seen) : Exception($"Expected {expected}, seen {seen}.")
{
    public string Expected { get; } = expected;

    public string Seen { get; } = seen;
}
