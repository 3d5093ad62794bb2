using System.Net;

namespace Auth0.AspNetCore.Mrrt.Tests.Login;

/// <summary>A mistake in the settings reaches the application as an error of the tenant. The log names the setting, in
/// words of the library. Anybody can send such an error with a login of their own, so it is a warning and no error.</summary>
public sealed class SettingsHintTests
{
    [Theory]
    [InlineData("access_denied", "Service not found: https://api.example.com/", "compare Audience")]
    [InlineData("access_denied", "Client is not authorized to access resource server \"https://api\"", "no access to the API")]
    [InlineData("invalid_request", "parameter organization is required for this client", "do not fit Organization")]
    [InlineData("unauthorized_client", "tell-tale", "check its application type and its grant types")]
    [InlineData("invalid_scope", "tell-tale", "check Scope")]
    public async Task An_error_that_comes_back_names_the_setting(string error, string description, string hint)
    {
        await using var rig = await LoginRig.StartAsync();
        using var response = await rig.ComeBackAsync(
            (await rig.BeginAsync())["state"]!, ("error", error), ("error_description", description));
        response.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        rig.Logs.Lines.Should().ContainSingle(line => line.StartsWith("Warning", StringComparison.Ordinal)
            && line.Contains("[414]", StringComparison.Ordinal) && line.Contains(hint, StringComparison.Ordinal));
        rig.Logs.Lines.Where(line => !line.Contains("Hosting.Diagnostics", StringComparison.Ordinal))
            .Should().NotContain(line => line.Contains(description, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("access_denied", "The user pressed Cancel")]
    [InlineData("login_required", "Login required")]
    public async Task A_user_s_own_refusal_names_none(string error, string description)
    {
        await using var rig = await LoginRig.StartAsync();
        using var response = await rig.ComeBackAsync(
            (await rig.BeginAsync())["state"]!, ("error", error), ("error_description", description));
        rig.Logs.Lines.Should().ContainSingle(line => line.Contains("[401]", StringComparison.Ordinal));
        rig.Logs.Lines.Should().NotContain(line => line.Contains("[414]", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(401, "access_denied", "check ClientId and ClientSecret")]
    [InlineData(401, "invalid_client", "check ClientId and ClientSecret")]
    [InlineData(403, "unauthorized_client", "the Authorization Code grant")]
    [InlineData(403, "invalid_grant", "redirect_uri")]
    public async Task A_code_that_is_not_redeemed_names_the_setting(int status, string error, string hint)
    {
        await using var rig = await LoginRig.StartAsync();
        rig.Tenant.Reply = _ => AnswerLies.Content($$"""{"error":"{{error}}","error_description":"tell-tale"}""", status);
        using var response = await rig.SignInAsync();
        rig.Logs.Lines.Should().ContainSingle(line => line.StartsWith("Warning", StringComparison.Ordinal)
            && line.Contains("[415]", StringComparison.Ordinal) && line.Contains(hint, StringComparison.Ordinal));
        rig.Logs.Lines.Should().NotContain(line => line.Contains("tell-tale", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(60, 90, "iat: this server's clock is behind by 90 s")]
    [InlineData(0, 1, "iat: this server's clock is behind by 1 s")]
    [InlineData(120, 90, null)]
    public async Task A_clock_that_is_behind_is_named_and_allowed_for(int skew, int ahead, string? says)
    {
        await using var rig = await LoginRig.StartAsync(options => options.ClockSkew = TimeSpan.FromSeconds(skew));
        rig.Tenant.Claims = claims => claims["iat"] = rig.Time.GetUtcNow().ToUnixTimeSeconds() + ahead;
        var refusal = await rig.RefusalAsync();
        refusal.Should().Match(line => says == null ? line == null : line!.Contains(says, StringComparison.Ordinal));
    }

    /// <summary>As after a login that came back with an error, a page can tell its user what happened.</summary>
    [Fact]
    public async Task The_tenant_s_words_about_a_refused_push_are_in_the_failure()
    {
        Exception? failure = null;
        await using var rig = await LoginRig.StartAsync(
            options => options.OpenIdConnectEvents.OnRemoteFailure = context =>
            {
                failure = context.Failure;
                context.HandleResponse();
                return Task.CompletedTask;
            },
            tenant: tenant => tenant.Discovery["pushed_authorization_request_endpoint"] = ScriptedTenant.Issuer + "oauth/par");
        rig.Tenant.Reply = _ => AnswerLies.Content("""{"error":"x","error_description":"y"}""", 400);
        using var response = await rig.Browser.GetAsync("/login");
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (failure!.Data["error"], failure.Data["error_description"]).Should().Be(("x", "y"));
        failure.Message.Should().NotContain("y\"");
    }
}
