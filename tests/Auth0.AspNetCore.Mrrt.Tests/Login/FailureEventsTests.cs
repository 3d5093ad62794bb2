using System.Net;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;

namespace Auth0.AspNetCore.Mrrt.Tests.Login;

/// <summary>The framework raises AuthenticationFailed when the code or the ID token failed, and RemoteFailure after each
/// failure.</summary>
public sealed class FailureEventsTests
{
    [Theory]
    [InlineData("state", false)]
    [InlineData("error", false)]
    [InlineData("code", true)]
    [InlineData("token", true)]
    public async Task A_failed_code_or_ID_token_has_an_event_of_its_own(string fault, bool raised)
    {
        var failures = new List<string>();
        await using var rig = await StartAsync(failures);
        rig.Tenant.Claims = claims => claims["aud"] = fault == "token" ? "other" : ScriptedTenant.ClientId;
        rig.Tenant.Reply = _ => fault == "code" ? AnswerLies.Content("""{"error":"invalid_grant"}""", 403) : null;
        var state = (await rig.BeginAsync())["state"].ToString();
        using var response = fault switch
        {
            "state" => await rig.ComeBackAsync("unknown"),
            "error" => await rig.ComeBackAsync(state, ("error", "login_required")),
            _ => await rig.ComeBackAsync(state),
        };
        response.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        failures.Select(failure => failure.Split(':')[0]).Should()
            .Equal(raised ? ["AuthenticationFailed", "RemoteFailure"] : ["RemoteFailure"]);
    }

    [Fact]
    public async Task The_application_may_answer_a_failed_ID_token()
    {
        await using var rig = await LoginRig.StartAsync(options => options.OpenIdConnectEvents.OnAuthenticationFailed = context =>
        {
            context.Response.Redirect("/sorry");
            context.HandleResponse();
            return Task.CompletedTask;
        });
        rig.Tenant.Claims = claims => claims["aud"] = "other";
        using var response = await rig.SignInAsync();
        response.Headers.Location!.OriginalString.Should().Be("/sorry");
        (await rig.ClaimsAsync()).Should().BeEmpty();
    }

    /// <summary>Tokens that the application obtained itself were never checked.</summary>
    [Fact]
    public async Task An_application_that_redeems_the_code_itself_is_told_what_to_do()
    {
        var failures = new List<string>();
        await using var rig = await StartAsync(failures, events => events.OnAuthorizationCodeReceived = context =>
        {
            context.HandleCodeRedemption("mine", "mine");
            return Task.CompletedTask;
        });
        using var response = await rig.SignInAsync();
        response.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        failures.Should().HaveCount(2).And.OnlyContain(failure => failure.EndsWith(
            ": HandleCodeRedemption is not supported: add parameters to TokenEndpointRequest, or set "
            + "Auth0WebAppOptions.Backchannel, instead.", StringComparison.Ordinal));
        rig.Tenant.To("oauth/token").Should().BeEmpty();
        rig.Browser.Cookies.Keys.Should().NotContain(name => name.Contains("Cookies", StringComparison.Ordinal));
    }

    private static Task<LoginRig> StartAsync(List<string> failures, Action<OpenIdConnectEvents>? more = null) =>
        LoginRig.StartAsync(options =>
        {
            options.OpenIdConnectEvents.OnAuthenticationFailed = context => Note($"AuthenticationFailed: {context.Exception.Message}");
            options.OpenIdConnectEvents.OnRemoteFailure = context => Note($"RemoteFailure: {context.Failure!.Message}");
            more?.Invoke(options.OpenIdConnectEvents);

            Task Note(string failure)
            {
                failures.Add(failure);
                return Task.CompletedTask;
            }
        });
}
