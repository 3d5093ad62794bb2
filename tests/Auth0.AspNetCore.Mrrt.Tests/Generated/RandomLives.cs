using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Xunit.Abstractions;

namespace Auth0.AspNetCore.Mrrt.Tests.Generated;

/// <summary>Checks random lives. <c>FUZZ_SEED</c> repeats a run, <c>FUZZ_LIVES</c> makes it longer.</summary>
internal static class RandomLives
{
    public static void Check<TLife>(Arbitrary<TLife> any, Func<TLife, Task> run, int usualLives, ITestOutputHelper output)
    {
        var seed = ulong.TryParse(Environment.GetEnvironmentVariable("FUZZ_SEED"), CultureInfo.InvariantCulture, out var given)
            ? given
            : (ulong)Random.Shared.NextInt64();
        var lives = int.TryParse(Environment.GetEnvironmentVariable("FUZZ_LIVES"), CultureInfo.InvariantCulture, out var wanted)
            ? wanted
            : usualLives;
        output.WriteLine($"FUZZ_SEED={seed} FUZZ_LIVES={lives}");
        var property = Prop.ForAll(any, life => run(life).GetAwaiter().GetResult());
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
