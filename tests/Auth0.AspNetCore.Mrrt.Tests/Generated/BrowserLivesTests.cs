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

    private readonly Dictionary<(string Kept, int Servers), (BrowserApp App, int Lives)> _apps = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var (app, _) in _apps.Values)
        {
            await app.DisposeAsync();
        }
    }

    [Fact]
    public void Over_any_life_of_its_browsers_the_application_does_what_the_model_does() =>
        RandomLives.Check(BrowserLives.Any, life => RunAsync(life, servers: 1), usualLives: 60, output);

    [Fact]
    public void Over_any_life_at_two_servers_the_application_does_what_the_model_does() =>
        RandomLives.Check(BrowserLives.AnyAtTwoServers, life => RunAsync(life, servers: 2), usualLives: 20, output);

    private async Task RunAsync(BrowserLife life, int servers)
    {
        var key = (life.Kept, servers);
        var (app, lives) = _apps.TryGetValue(key, out var known)
            ? known
            : (await BrowserApp.StartAsync(life.Kept, servers), 0);
        _apps[key] = (app, lives + 1);
        if (lives == LivesPerApplication)
        {
            _apps.Remove(key);
            await app.DisposeAsync();
            await RunAsync(life, servers);
            return;
        }

        await BrowserLifeCheck.RunAsync(app, life);
    }
}
