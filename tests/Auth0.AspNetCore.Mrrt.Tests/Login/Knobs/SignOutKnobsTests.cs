using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Auth0.AspNetCore.Mrrt.Tests.Login.Knobs;

/// <summary>Settings of the framework that change a sign-out, or hand a call to another scheme.</summary>
public sealed class SignOutKnobsTests
{
    private const string Issuer = "https%3A%2F%2Ftenant.example.com%2F";

    /// <summary>OpenID Connect Front-Channel Logout 1.0, section 2.</summary>
    [Theory]
    [Knob("RemoteSignOutPath")]
    [InlineData($"?sid=sid-1&iss={Issuer}", true, null)]
    [InlineData($"?sid=sid-2&iss={Issuer}", false, "sid is missing or not the session's")]
    [InlineData($"?iss={Issuer}", false, "sid is missing or not the session's")]
    [InlineData("?sid=sid-1&iss=https%3A%2F%2Fevil.example%2F", false, "iss is missing or not the session's")]
    [InlineData("?sid=sid-1", false, "iss is missing or not the session's")]
    [InlineData("", false, "iss is missing or not the session's")]
    public async Task A_front_channel_sign_out_ends_the_session_that_it_names(string query, bool ends, string? reason)
    {
        await using var rig = await KnobRig.StartAsync(options =>
        {
            options.RemoteSignOutPath = "/signed-out-elsewhere";
            options.ClaimActions.Remove("sid");
        });
        (await rig.RefusalAsync()).Should().BeNull();
        using var response = await rig.Browser.GetAsync("/signed-out-elsewhere" + query);
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
        ((await rig.ClaimsAsync()).Length > 0).Should().Be(!ends);
        rig.Logs.Lines.Any(line => line.Contains("[421]", StringComparison.Ordinal)).Should().Be(!ends);
        rig.Logs.Lines.Should().Match(lines => reason == null
            || lines.Any(line => line.Contains(reason, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_front_channel_sign_out_without_a_session_is_answered_as_well()
    {
        await using var rig = await KnobRig.StartAsync(options => options.RemoteSignOutPath = "/elsewhere");
        using var response = await rig.Browser.GetAsync($"/elsewhere?sid=sid-1&iss={Issuer}");
        response.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_application_s_event_may_decide_about_a_front_channel_sign_out()
    {
        await using var rig = await KnobRig.StartAsync(
            options => options.RemoteSignOutPath = "/elsewhere",
            login => login.OpenIdConnectEvents.OnRemoteSignOut = context =>
            {
                context.SkipHandler();
                return Task.CompletedTask;
            },
            application => application.MapGet("/elsewhere", () => "mine"));
        using var response = await rig.Browser.GetAsync("/elsewhere");
        (await response.Content.ReadAsStringAsync()).Should().Be("mine");
    }

    [Fact]
    [Knob("SignedOutRedirectUri")]
    public async Task A_sign_out_leads_where_the_setting_says()
    {
        await using var rig = await KnobRig.StartAsync(options => options.SignedOutRedirectUri = "/bye");
        (await LeaveAsync(rig))["post_logout_redirect_uri"].Should().Be("https://localhost/bye");
    }

    /// <summary>OpenID Connect RP-Initiated Logout 1.0, section 2.</summary>
    [Fact]
    [Knob("SignedOutCallbackPath")]
    public async Task A_sign_out_returns_through_the_path_that_is_set()
    {
        await using var rig = await KnobRig.StartAsync(options =>
            (options.SignedOutCallbackPath, options.SignedOutRedirectUri) = ("/signed-out", "/bye"));
        var asked = await LeaveAsync(rig);
        asked["post_logout_redirect_uri"].Should().Be("https://localhost/signed-out");
        using var response = await rig.Browser.GetAsync($"/signed-out?state={Uri.EscapeDataString(asked["state"])}");
        response.Headers.Location!.OriginalString.Should().Be("/bye");
    }

    [Fact]
    [Knob("ForwardSignOut")]
    [Knob("ForwardChallenge")]
    [Knob("ForwardForbid")]
    [Knob("ForwardAuthenticate")]
    public async Task A_call_may_be_forwarded_to_another_scheme()
    {
        await using var rig = await KnobRig.StartAsync(
            options =>
            {
                (options.ForwardSignOut, options.ForwardChallenge) = ("Cookies", "Cookies");
                (options.ForwardForbid, options.ForwardAuthenticate) = ("Cookies", "Cookies");
            },
            map: MapCalls);
        (await LocationAsync(rig, "/login")).Should().StartWith("https://localhost/Account/Login");
        (await LocationAsync(rig, "/forbid")).Should().StartWith("https://localhost/Account/AccessDenied");
        (await LocationAsync(rig, "/logout")).Should().BeNull("the cookie's scheme sends nobody to the tenant");
        using var response = await rig.Browser.GetAsync("/who");
        (await response.Content.ReadAsStringAsync()).Should().Be("False");
    }

    [Theory]
    [Knob("ForwardDefault")]
    [Knob("ForwardDefaultSelector")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task All_calls_may_be_forwarded_to_another_scheme(bool selector)
    {
        await using var rig = await KnobRig.StartAsync(options =>
        {
            options.ForwardDefault = selector ? null : "Cookies";
            options.ForwardDefaultSelector = selector ? _ => "Cookies" : null;
        });
        (await LocationAsync(rig, "/login")).Should().StartWith("https://localhost/Account/Login");
    }

    /// <summary>A remote handler signs nobody in itself: the framework says so, with and without the setting.</summary>
    [Theory]
    [Knob("ForwardSignIn")]
    [InlineData(null)]
    [InlineData("Cookies")]
    public async Task A_sign_in_with_the_login_s_scheme_stays_an_error(string? target)
    {
        await using var rig = await KnobRig.StartAsync(
            options => options.ForwardSignIn = target,
            map: application => application.MapGet("/sign-in", (HttpContext http) =>
                http.SignInAsync(Auth0Constants.AuthenticationScheme, new(new System.Security.Claims.ClaimsIdentity("x")))));
        using var response = await rig.Browser.GetAsync("/sign-in");
        response.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        (await rig.RefusalAsync()).Should().BeNull("a login signs in with the cookie's scheme");
    }

    private static void MapCalls(WebApplication application)
    {
        application.MapGet("/forbid", (HttpContext http) => http.ForbidAsync(Auth0Constants.AuthenticationScheme));
        application.MapGet("/who", async (HttpContext http) =>
            $"{(await http.AuthenticateAsync(Auth0Constants.AuthenticationScheme)).Succeeded}");
    }

    private static async Task<string?> LocationAsync(LoginRig rig, string path)
    {
        using var response = await rig.Browser.GetAsync(path);
        return response.Headers.Location?.OriginalString;
    }

    private static async Task<Dictionary<string, string>> LeaveAsync(LoginRig rig) =>
        QueryHelpers.ParseQuery(new Uri((await LocationAsync(rig, "/logout"))!).Query)
            .ToDictionary(parameter => parameter.Key, parameter => parameter.Value.ToString());
}
