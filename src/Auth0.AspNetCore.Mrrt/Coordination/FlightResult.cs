namespace Auth0.AspNetCore.Mrrt.Coordination;

/// <summary>The end of shared work for one of its callers.</summary>
/// <param name="result">The result, the same for all of them.</param>
/// <param name="flight">The callers. Tells which of them does what is done once.</param>
internal sealed class FlightResult<TResult>(TResult result, Flight flight)
{
    public TResult Result => result;

    public Flight Flight => flight;
}
