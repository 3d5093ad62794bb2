using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Xunit.Abstractions;

namespace Auth0.AspNetCore.Mrrt.Tests.Generated;

/// <summary>
/// Over random lives of browsers, no refresh token is used twice, nothing that a sign-in replaced comes back, no ended session gets
/// a token, and no family of refresh tokens is lost: with the sessions in the cookie, in our store and in an application's.
/// <c>FUZZ_SEED</c> repeats a run, <c>FUZZ_LIVES</c> makes it longer.
/// </summary>
public sealed class BrowserLivesTests(ITestOutputHelper output) : IAsyncLifetime
{
    /// <summary>An application is used for some lives: to start it takes longer than a life.</summary>
    private const int LivesPerApplication = 25;

    private readonly Dictionary<string, (BrowserApp App, int Lives)> _apps = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var (app, _) in _apps.Values)
        {
            await app.DisposeAsync();
        }
    }

    [Fact]
    public void Over_any_life_of_its_browsers_the_application_does_what_the_model_does()
    {
        var seed = ulong.TryParse(Environment.GetEnvironmentVariable("FUZZ_SEED"), CultureInfo.InvariantCulture, out var given)
            ? given
            : (ulong)Random.Shared.NextInt64();
        var lives = int.TryParse(Environment.GetEnvironmentVariable("FUZZ_LIVES"), CultureInfo.InvariantCulture, out var wanted)
            ? wanted
            : 100;
        output.WriteLine($"FUZZ_SEED={seed} FUZZ_LIVES={lives}");
        var property = Prop.ForAll(BrowserLives.Any, life => RunAsync(life).GetAwaiter().GetResult());
        try
        {
            property.Check(Config.QuickThrowOnFailure.WithMaxTest(lives).WithReplay(seed, 1));
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"FUZZ_SEED={seed} FUZZ_LIVES={lives}", e);
        }
    }

    private async Task RunAsync(BrowserLife life)
    {
        var (app, lives) = _apps.TryGetValue(life.Kept, out var known)
            ? known
            : (await BrowserApp.StartAsync(life.Kept), 0);
        _apps[life.Kept] = (app, lives + 1);
        if (lives == LivesPerApplication)
        {
            _apps.Remove(life.Kept);
            await app.DisposeAsync();
            await RunAsync(life);
            return;
        }

        await BrowserLifeCheck.RunAsync(app, life);
    }
}
