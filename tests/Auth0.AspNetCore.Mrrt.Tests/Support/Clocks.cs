using Microsoft.Extensions.Time.Testing;

namespace Auth0.AspNetCore.Mrrt.Tests.Support;

/// <summary>Lets time pass.</summary>
internal static class Clocks
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    /// <summary>Lets time pass little by little, so that what waits for the clock can go on in between.</summary>
    public static async Task PassAsync(this FakeTimeProvider time, TimeSpan span)
    {
        for (var rest = span; rest > TimeSpan.Zero; rest -= Step)
        {
            // On a thread without a context, where what has waited goes on at once.
            await Task.Run(() => time.Advance(rest < Step ? rest : Step));
        }
    }
}
