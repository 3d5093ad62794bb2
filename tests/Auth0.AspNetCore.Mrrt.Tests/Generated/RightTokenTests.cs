using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
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
        var seed = ulong.TryParse(Environment.GetEnvironmentVariable("FUZZ_SEED"), CultureInfo.InvariantCulture, out var given)
            ? given
            : (ulong)Random.Shared.NextInt64();
        var lives = int.TryParse(Environment.GetEnvironmentVariable("FUZZ_LIVES"), CultureInfo.InvariantCulture, out var wanted)
            ? wanted
            : 400;
        output.WriteLine($"FUZZ_SEED={seed} FUZZ_LIVES={lives}");
        var property = Prop.ForAll(Lives.Any, life => LifeCheck.RunAsync(life).GetAwaiter().GetResult());
        try
        {
            property.Check(Config.QuickThrowOnFailure.WithMaxTest(lives).WithReplay(seed, 1));
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"FUZZ_SEED={seed} FUZZ_LIVES={lives}", e);
        }
    }
}
