using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Tests.Login.Lies;

/// <summary>
/// A provider that lies, and an application that must notice: what a lie may leave behind is one clear line in the log,
/// and no session, no event of success, and not a word of the provider's on the page.
/// </summary>
internal sealed partial class LyingProvider : IAsyncDisposable
{
    /// <summary>Goes into everything that a liar says in its own words.</summary>
    public const string TellTale = "tell-tale";

    private readonly List<string> _successes;
    private readonly List<string> _failures;

    private LyingProvider(LoginRig rig, List<string> successes, List<string> failures)
    {
        Rig = rig;
        _successes = successes;
        _failures = failures;
    }

    public LoginRig Rig { get; }

    public ScriptedTenant Tenant => Rig.Tenant;

    public static async Task<LyingProvider> StartAsync(
        Action<Auth0WebAppOptions>? login = null,
        Action<ScriptedTenant>? tenant = null,
        Action<IServiceCollection>? services = null,
        Action<WebApplication>? map = null,
        Action<OpenIdConnectOptions>? handler = null)
    {
        List<string> successes = [];
        List<string> failures = [];
        var rig = await LoginRig.StartAsync(
            options =>
            {
                options.OpenIdConnectEvents.OnTokenValidated = _ => Note(successes, nameof(options.OpenIdConnectEvents.OnTokenValidated));
                options.OpenIdConnectEvents.OnTicketReceived = _ => Note(successes, nameof(options.OpenIdConnectEvents.OnTicketReceived));
                options.OpenIdConnectEvents.OnRemoteFailure = _ => Note(failures, nameof(options.OpenIdConnectEvents.OnRemoteFailure));
                login?.Invoke(options);
            },
            services,
            map,
            tenant,
            handler);
        return new LyingProvider(rig, successes, failures);
    }

    /// <summary>Begins anew, for a case that leaves the application's settings and the provider's documents alone.</summary>
    public void Forget()
    {
        Rig.Forget();
        _successes.Clear();
        _failures.Clear();
    }

    public async Task ShouldSignInAsync(HttpResponseMessage response, string because, bool warned = false)
    {
        // An answer without a refresh token is a login, and an operator should look at the settings.
        OurLines().Should().HaveCount(warned ? 1 : 0, because);
        OurLines().Where(line => !line.Contains("LoginCompletion[420]", StringComparison.Ordinal)).Should().BeEmpty(because);
        response.StatusCode.Should().Be(HttpStatusCode.Found, because);
        response.Headers.Location!.OriginalString.Should().Be("/");
        _successes.Should().Equal("OnTokenValidated", "OnTicketReceived");
        _failures.Should().BeEmpty();
        (await Rig.ClaimsAsync()).Should().Contain("sub=auth0|alice");
    }

    /// <summary>The login that the callback belongs to came to nothing, and the log says why in
    /// <paramref name="line"/>.</summary>
    public async Task ShouldRefuseAsync(HttpResponseMessage response, string line, string because)
    {
        // A line of the likely cause may follow.
        OurLines().Where(entry => !entry.Contains("[415]", StringComparison.Ordinal))
            .Should().ContainSingle(because).Which.Should().EndWith(line + " ", because);
        _failures.Should().ContainSingle(because);
        await ShouldLeaveNothingAsync(response, because);
    }

    /// <summary>The login could not even begin.</summary>
    public async Task ShouldNotBeginAsync(HttpResponseMessage response, string line, string because, bool mayPass = false)
    {
        response.Headers.Location.Should().BeNull(because);
        RigBrowser.SetCookies(response).Should().BeEmpty(because);
        // The last is the application's own, of an exception that nobody caught; ours where it may pass.
        Rig.Logs.Lines.Last(entry => mayPass ? Ours().IsMatch(entry) : entry.StartsWith("Error ", StringComparison.Ordinal))
            .Should().Contain(line, because);
        await ShouldLeaveNothingAsync(response, because, mayPass);
    }

    /// <summary>The request was no answer to a login: its user is at the start page, and nothing else happened.</summary>
    public async Task ShouldLeadHomeAsync(HttpResponseMessage response, string line, string because)
    {
        OurLines().Should().ContainSingle(because).Which.Should().EndWith(line + " ", because).And.StartWith("Information ");
        response.StatusCode.Should().Be(HttpStatusCode.Found, because);
        response.Headers.Location!.OriginalString.Should().Be("/", because);
        response.Headers.CacheControl!.NoStore.Should().BeTrue(because);
        RigBrowser.SetCookies(response).Should().BeEmpty(because);
        (_successes.Count + _failures.Count).Should().Be(0, because);
        (await Rig.ClaimsAsync()).Should().BeEmpty(because);
    }

    public ValueTask DisposeAsync() => Rig.DisposeAsync();

    private async Task ShouldLeaveNothingAsync(HttpResponseMessage response, string because, bool mayPass = false)
    {
        _successes.Should().BeEmpty(because);
        response.StatusCode.Should().Be(
            mayPass ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.InternalServerError, because);
        (response.Headers.RetryAfter is not null).Should().Be(mayPass, because);
        response.Headers.CacheControl!.NoStore.Should().BeTrue(because);
        (await response.Content.ReadAsStringAsync()).Should().Be(mayPass ? "" : "sorry", because);
        response.Headers.ToString().Should().NotContain(TellTale, because).And.NotContain("Exception");
        RigBrowser.SetCookies(response).Where(cookie => cookie.Expires is null || cookie.Expires > Rig.Time.GetUtcNow())
            .Should().BeEmpty("cookies may end, and none begins");
        // But for the host's own request log, which writes the callback's query.
        Rig.Logs.Lines.Should().NotContain(
            entry => entry.Contains(TellTale, StringComparison.Ordinal)
                && !entry.Contains("Microsoft.AspNetCore.Hosting.Diagnostics", StringComparison.Ordinal),
            because);
        (await Rig.ClaimsAsync()).Should().BeEmpty(because);
    }

    /// <summary>What this library has to say to an operator: its handlers log in the framework's name as well.</summary>
    private IEnumerable<string> OurLines() => Rig.Logs.Lines.Where(line => Ours().IsMatch(line));

    [GeneratedRegex(@"^(Information|Warning|Error) Auth0\.AspNetCore\.Mrrt\.\S+\[[1-9]\d\d\] ")]
    private static partial Regex Ours();

    private static Task Note(List<string> notes, string name)
    {
        notes.Add(name);
        return Task.CompletedTask;
    }
}
