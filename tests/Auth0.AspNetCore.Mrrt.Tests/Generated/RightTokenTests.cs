using Xunit.Abstractions;

namespace Auth0.AspNetCore.Mrrt.Tests.Generated;

/// <summary>
/// "The right token, or a clear reason why not": over random lives of a session the library gives exactly what a simple
/// model allows, asks the tenant exactly when it must, and for exactly what it must.
/// <c>FUZZ_SEED</c> repeats a run, <c>FUZZ_LIVES</c> makes it longer.
/// </summary>
public sealed class RightTokenTests(ITestOutputHelper output)
{
    [Fact]
    public void Over_any_life_of_a_session_the_library_gives_what_the_model_allows()
    {
        RandomLives.Check(Lives.Any, LifeCheck.RunAsync, usualLives: 400, output);
    }
}
