using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Tests.Login.Lies;

/// <summary>A browser, or whoever got hold of one, that brings back another answer than the tenant gave.</summary>
public sealed class CallbackLiesTests(LyingProviders providers) : IClassFixture<LyingProviders>
{
    private static readonly Dictionary<string, CallbackLie> Lies =
        CallbackLies.All.Concat(FormLies.All).ToDictionary(lie => lie.Name);

    /// <summary>Odd, and no lie: with the settings under which a code may come so.</summary>
    private static readonly Dictionary<string, CallbackLie> Truths = new[]
    {
        CallbackLie.Query("an honest answer", "", "?code=code-1&state=STATE"),
        CallbackLie.Query("what nobody asked for", "", "?code=code-1&state=STATE&scope=openid&session_state=x&id_token=tell-tale"),
        CallbackLie.Query("an error that is none (RFC 6749, section 3.1)", "", "?code=code-1&state=STATE&error="),
        CallbackLie.Query("iss, though none was announced", "", "?code=code-1&state=STATE&iss=https://tenant.example.com/"),
        CallbackLie.Query("iss, as announced", "", "?code=code-1&state=STATE&iss=https%3A%2F%2Ftenant.example.com%2F") with
        {
            Tell = tenant => tenant.Discovery["authorization_response_iss_parameter_supported"] = true,
        },
        new("an honest form", "", FormLies.HonestAsync) { ResponseMode = "form_post" },
    }.ToDictionary(truth => truth.Name);

    public static TheoryData<string> Told => [.. Lies.Keys];

    public static TheoryData<string> True => [.. Truths.Keys];

    [Theory]
    [MemberData(nameof(Told))]
    public async Task A_lie_in_the_callback_is_refused_and_the_log_names_the_check(string lie)
    {
        var provider = await ProviderAsync(Lies[lie]);
        var state = (await provider.Rig.BeginAsync())["state"].ToString();
        using var response = await Lies[lie].ComeBack(provider.Rig, state);
        await (Lies[lie].IsStray
            ? provider.ShouldLeadHomeAsync(response, Lies[lie].Line, lie)
            : provider.ShouldRefuseAsync(response, Lies[lie].Line, lie));
        provider.Tenant.Calls.Should().BeEmpty("no code goes anywhere");
    }

    [Theory]
    [MemberData(nameof(True))]
    public async Task The_truth_is_accepted(string truth)
    {
        var provider = await ProviderAsync(Truths[truth]);
        var state = (await provider.Rig.BeginAsync())["state"].ToString();
        using var response = await Truths[truth].ComeBack(provider.Rig, state);
        await provider.ShouldSignInAsync(response, truth);
        provider.Tenant.To("oauth/token").Single().Form["code"].Should().Be("code-1");
    }

    /// <summary>Whatever became of the answer when it came first.</summary>
    [Theory]
    [InlineData("code=code-1")]
    [InlineData("error=access_denied")]
    [InlineData("iss=https://tell-tale.example.com/")]
    public async Task An_answer_that_comes_a_second_time_is_refused(string answer)
    {
        var provider = await ProviderAsync(Truths["an honest answer"]);
        var state = (await provider.Rig.BeginAsync())["state"].ToString();
        (await provider.Rig.Browser.GetAsync("/callback?" + answer + "&state=" + Uri.EscapeDataString(state))).Dispose();
        var calls = provider.Tenant.Calls.Count;
        var before = provider.Rig.Browser.Cookies.ToDictionary();
        using var response = await provider.Rig.ComeBackAsync(state);
        response.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        provider.Rig.Logs.Lines.Should().Contain(line =>
            line.Contains(CallbackLie.OtherBrowser, StringComparison.Ordinal));
        RigBrowser.SetCookies(response).Should().BeEmpty();
        provider.Rig.Browser.Cookies.Should().BeEquivalentTo(before);
        provider.Tenant.Calls.Should().HaveCount(calls);
    }

    /// <summary>Who keeps the cookie may ask again; the tenant redeems no code twice (RFC 6749, section 4.1.2).</summary>
    [Fact]
    public async Task A_cookie_that_was_kept_buys_nothing_more()
    {
        var provider = await ProviderAsync(Truths["an honest answer"]);
        var state = (await provider.Rig.BeginAsync())["state"].ToString();
        var kept = provider.Rig.Browser.Cookies.Single();
        (await provider.Rig.ComeBackAsync(state)).StatusCode.Should().Be(HttpStatusCode.Found);
        provider.Rig.Browser.Cookies.Clear();
        provider.Rig.Browser.Cookies.Add(kept.Key, kept.Value);
        await provider.Rig.ForgetCallbacksAsync();
        provider.Tenant.Reply = _ => ScriptedTenant.Json(
            new System.Text.Json.Nodes.JsonObject { ["error"] = "invalid_grant" }, HttpStatusCode.Forbidden);
        using var response = await provider.Rig.ComeBackAsync(state);
        response.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        provider.Rig.Browser.Cookies.Should().BeEmpty();
    }

    /// <summary>The state is sealed for one scheme, and so is its cookie's place.</summary>
    [Fact]
    public async Task A_state_of_another_scheme_is_none()
    {
        await using var provider = await LyingProvider.StartAsync(services: services => services
            .AddAuth0WebApp("Second", options =>
            {
                options.Domain = ScriptedTenant.Domain;
                options.ClientId = "second";
                options.ClientSecret = "second-secret-1";
                options.CallbackPath = "/second";
                options.CookieAuthenticationScheme = "SecondCookies";
                options.BackchannelHttpHandler = new ScriptedTenant(TimeProvider.System);
            }));
        var state = (await provider.Rig.BeginAsync("/login?scheme=Second"))["state"].ToString();
        using var response = await provider.Rig.ComeBackAsync(state);
        await provider.ShouldRefuseAsync(
            response, $"[404] A callback of scheme Auth0 was refused: {CallbackLie.NoState}.", "state of another scheme");
        provider.Tenant.Calls.Should().BeEmpty();
    }

    [Fact]
    public void There_are_lies_enough() => Lies.Should().HaveCountGreaterThanOrEqualTo(40);

    private Task<LyingProvider> ProviderAsync(CallbackLie lie) => providers.GetAsync(
        lie.ResponseMode is null ? null : options => options.ResponseMode = lie.ResponseMode,
        lie.Tell ?? (_ => { }),
        lie.ResponseMode is not null || lie.Tell is not null);
}
