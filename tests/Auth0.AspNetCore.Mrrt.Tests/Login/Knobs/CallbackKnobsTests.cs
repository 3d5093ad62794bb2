using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Tests.Login.Knobs;

/// <summary>Settings of the framework that change what becomes of the tenant's answer.</summary>
public sealed class CallbackKnobsTests
{
    [Theory]
    [Knob("SaveTokens")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_session_has_all_tokens_in_either_case(bool save)
    {
        await using var rig = await KnobRig.StartAsync(
            options => options.SaveTokens = save,
            map: application => application.MapGet("/tokens", async (HttpContext http) =>
                $"{await http.GetTokenAsync("access_token")} {await http.GetTokenAsync("refresh_token")}"));
        (await rig.RefusalAsync()).Should().BeNull();
        using var response = await rig.Browser.GetAsync("/tokens");
        (await response.Content.ReadAsStringAsync()).Should().Be("access-token-1 refresh-token-1");
    }

    [Theory]
    [Knob("UseTokenLifetime")]
    [InlineData(true, 0)]
    [InlineData(false, 4)]
    public async Task A_session_may_end_with_its_ID_token(bool use, int claims)
    {
        await using var rig = await KnobRig.StartAsync(options => options.UseTokenLifetime = use);
        (await rig.RefusalAsync()).Should().BeNull();
        rig.Time.Advance(TimeSpan.FromSeconds(36001));
        (await rig.ClaimsAsync()).Should().HaveCount(claims);
    }

    [Fact]
    [Knob("CallbackPath")]
    public async Task The_answer_comes_to_the_path_that_is_set()
    {
        await using var rig = await KnobRig.StartAsync(options => options.CallbackPath = "/signin");
        var asked = await rig.BeginAsync();
        asked["redirect_uri"].Should().Equal("https://localhost/signin");
        using var response = await rig.Browser.GetAsync(
            $"/signin?code=code-1&state={Uri.EscapeDataString(asked["state"]!)}");
        (await rig.RefusalAsync(response)).Should().BeNull();
    }

    [Fact]
    [Knob("AccessDeniedPath")]
    [Knob("ReturnUrlParameter")]
    public async Task A_user_who_refused_gets_the_page_that_is_set()
    {
        await using var rig = await KnobRig.StartAsync(
            options => (options.AccessDeniedPath, options.ReturnUrlParameter) = ("/denied", "from"));
        using var response = await rig.ComeBackAsync((await rig.BeginAsync())["state"]!, ("error", "access_denied"));
        response.Headers.Location!.PathAndQuery.Should().Be("/denied?from=%2F");
    }

    [Fact]
    [Knob("StateDataFormat")]
    public async Task The_application_s_own_format_protects_the_state()
    {
        var format = new PropertiesDataFormat(new EphemeralDataProtectionProvider().CreateProtector("mine"));
        await using var rig = await KnobRig.StartAsync(options => options.StateDataFormat = format);
        var asked = await rig.BeginAsync();
        format.Unprotect(asked["state"]!)!.RedirectUri.Should().Be("/");
        using var response = await rig.ComeBackAsync(asked["state"]!);
        (await rig.RefusalAsync(response)).Should().BeNull();
    }

    [Fact]
    [Knob("CorrelationCookie")]
    public async Task The_login_s_cookie_may_have_another_name_and_path()
    {
        await using var rig = await KnobRig.StartAsync(options =>
            (options.CorrelationCookie.Name, options.CorrelationCookie.Path) = ("mine.", "/callback"));
        using var response = await rig.Browser.GetAsync("/login");
        var cookie = RigBrowser.SetCookies(response).Should().ContainSingle().Subject;
        cookie.Name.Value.Should().StartWith("mine.");
        cookie.Path.Value.Should().Be("/callback");
        (await rig.RefusalAsync()).Should().BeNull();
    }

    [Theory]
    [Knob("RemoteAuthenticationTimeout")]
    [InlineData(60, true)]
    [InlineData(61, false)]
    public async Task A_login_has_the_time_that_is_set(int seconds, bool accepted)
    {
        await using var rig = await KnobRig.StartAsync(options => options.RemoteAuthenticationTimeout = TimeSpan.FromMinutes(1));
        var asked = await rig.BeginAsync();
        rig.Time.Advance(TimeSpan.FromSeconds(seconds));
        using var response = await rig.ComeBackAsync(asked["state"]!);
        var refusal = await rig.RefusalAsync(response);
        refusal.Should().Match(line => accepted ? line == null : line!.Contains("00:01:01 ago, and 00:01:00", StringComparison.Ordinal));
    }

    [Theory]
    [Knob("SkipUnrecognizedRequests")]
    [InlineData("/callback")]
    [InlineData("/callback?success=true&code=success")]
    [InlineData("/callback?code=x&state=unknown")]
    public async Task A_request_for_another_part_of_the_application_is_let_through(string address)
    {
        await using var rig = await KnobRig.StartAsync(
            options => options.SkipUnrecognizedRequests = true,
            map: application => application.MapGet("/callback", () => "mine"));
        using var response = await rig.Browser.GetAsync(address);
        (await response.Content.ReadAsStringAsync()).Should().Be("mine");
    }

    [Fact]
    [Knob("ProtocolValidator")]
    public async Task A_stricter_validator_is_asked_as_well()
    {
        await using var rig = await KnobRig.StartAsync(options => options.ProtocolValidator.RequireAcr = true);
        (await rig.RefusalAsync()).Should().Contain("OpenIdConnectProtocolException");
        rig.Tenant.Claims = claims => claims["acr"] = "gold";
        (await rig.RefusalAsync()).Should().BeNull();
    }

    [Fact]
    public async Task A_laxer_validator_changes_nothing()
    {
        await using var rig = await KnobRig.StartAsync(options => options.ProtocolValidator = new OpenIdConnectProtocolValidator
        {
            RequireNonce = false,
            RequireTimeStampInNonce = false,
            RequireStateValidation = false,
            RequireState = false,
            RequireSub = false,
            IdTokenValidator = (_, _) => { },
        });
        rig.Tenant.Claims = claims => claims["nonce"] = "another";
        (await rig.RefusalAsync()).Should().Contain("Nonce");
    }

    [Theory]
    [Knob("ClaimActions")]
    [Knob("GetClaimsFromUserInfoEndpoint")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Claims_are_chosen_and_come_from_user_information_where_the_setting_says_so(bool ask)
    {
        await using var rig = await KnobRig.StartAsync(options =>
        {
            options.GetClaimsFromUserInfoEndpoint = ask;
            options.ClaimActions.MapJsonKey("mail", "email");
        });
        (await rig.RefusalAsync()).Should().BeNull();
        (await rig.ClaimsAsync()).Contains("mail=alice@example.com").Should().Be(ask);
        rig.Tenant.To("userinfo").Should().HaveCount(ask ? 1 : 0);
    }

    [Theory]
    [Knob("Events")]
    [Knob("EventsType")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Events_are_raised(bool type)
    {
        var told = new CountedEvents();
        await using var rig = await KnobRig.StartAsync(
            options => (options.EventsType, options.Events) = (type ? typeof(CountedEvents) : null, type ? null! : told),
            services: services => services.AddSingleton(told));
        (await rig.RefusalAsync()).Should().BeNull();
        told.Tickets.Should().Be(1);
    }

    private sealed class CountedEvents : OpenIdConnectEvents
    {
        public int Tickets { get; private set; }

        public override Task TicketReceived(TicketReceivedContext context)
        {
            Tickets++;
            return Task.CompletedTask;
        }
    }
}
