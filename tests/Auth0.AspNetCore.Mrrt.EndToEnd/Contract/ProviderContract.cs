using System.Net;
using System.Text;
using Auth0.AspNetCore.Mrrt.EndToEnd.Support;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Auth0.AspNetCore.Mrrt.EndToEnd.Contract;

/// <summary>
/// What the library promises, asked of it together with a provider over real connections. Every subclass runs
/// against the local tenant, which is ours, and against a certified provider, which is not.
/// </summary>
public abstract class ProviderContract : IAsyncLifetime
{
    /// <summary>No token of either provider lives longer.</summary>
    private protected static readonly TimeSpan PastExpiry = TimeSpan.FromHours(25);

    private TestApplication? _application;

    private protected ProviderContract(ISignInProvider provider)
    {
        Provider = provider;
    }

    private protected ISignInProvider Provider { get; }

    private protected AdjustableClock Clock { get; } = new();

    private protected TestApplication Application =>
        _application ?? throw new InvalidOperationException("The application was not started.");

    private protected string First => Provider.Apis[0].Audience;

    private protected string Second => Provider.Apis[1].Audience;

    private protected string Third => Provider.Apis[2].Audience;

    public async Task InitializeAsync()
    {
        await Provider.StartAsync(Clock);
        _application = await TestApplication.StartAsync(Provider, Clock);
    }

    public async Task DisposeAsync()
    {
        await Provider.ReleaseTokenCallsAsync();
        if (_application is not null)
        {
            await _application.DisposeAsync();
        }

        await Provider.DisposeAsync();
    }

    private protected LoopbackBrowser NewBrowser() => new(Application.Address, Clock);

    /// <summary>A browser whose user has signed in; what that took is forgotten.</summary>
    private protected async Task<LoopbackBrowser> SignedInAsync()
    {
        var browser = NewBrowser();
        var page = await browser.OpenAsync("/login");
        page.Status.Should().Be(HttpStatusCode.OK);
        page.Address.Should().Be(Application.Address);
        await Provider.ForgetAsync();
        return browser;
    }

    /// <summary>That many exchanges, and nothing that a provider would take for a theft.</summary>
    private protected async Task<ProviderTally> ExpectAsync(int exchanges, int signOuts = 0)
    {
        var tally = await Provider.TallyAsync();
        tally.Exchanges.Should().Be(exchanges);
        tally.ReuseDetections.Should().Be(0);
        tally.FamiliesRevoked.Should().Be(signOuts, "a sign-out revokes, and nothing else does");
        return tally;
    }

    /// <summary>Somebody else presents the refresh token, and the provider rotates it.</summary>
    /// <returns>The answer's body.</returns>
    private protected async Task<string> SpendAsync(string refreshToken)
    {
        using var http = new HttpClient();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "refresh_token",
            ["refresh_token"] = refreshToken,
            ["client_id"] = Provider.ClientId,
            ["client_secret"] = Provider.ClientSecret,
        });
        using var answer = await http.PostAsync(new Uri($"{Provider.Domain}/oauth/token"), form);
        answer.EnsureSuccessStatusCode();
        return Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync());
    }

    private protected static string AudienceOf(TokenAnswer answer)
    {
        answer.Reason.Should().BeNull();
        return new JsonWebToken(answer.Token).Audiences.First();
    }
}
