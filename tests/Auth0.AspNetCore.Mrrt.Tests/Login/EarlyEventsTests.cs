using System.IdentityModel.Tokens.Jwt;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Tests.Login;

/// <summary>Events of the application that come before the checks do not take the place of the checks.</summary>
public sealed class EarlyEventsTests
{
    /// <summary>The framework raises no <c>TokenValidated</c> for a login that has a user already. The checks of nonce,
    /// organization, <c>auth_time</c>, <c>session_expiry</c> and <c>/userinfo</c> hang on that event.</summary>
    [Theory]
    [InlineData("code")]
    [InlineData("token alone")]
    [InlineData("tokens")]
    public async Task An_event_that_sets_a_user_early_skips_no_check(string where)
    {
        var (texts, token) = (new List<string>(), new JwtSecurityToken(claims: [new Claim("sub", "auth0|alice")]));
        await using var rig = await LoginRig.StartAsync(options =>
        {
            options.LoginParameters["organization"] = "org_1";
            options.MaxAge = TimeSpan.FromMinutes(5);
            options.OpenIdConnectEvents.OnAuthorizationCodeReceived = context =>
            {
                context.Principal = where == "code" ? User() : null;
                context.JwtSecurityToken = where == "tokens" ? null : token;
                return Task.CompletedTask;
            };
            options.OpenIdConnectEvents.OnTokenResponseReceived = context =>
            {
                context.Principal = where == "tokens" ? User() : null;
                return Task.CompletedTask;
            };
            options.OpenIdConnectEvents.OnRemoteFailure = context => Note(context, texts);
        });
        rig.Tenant.Claims = claims => claims.Remove("nonce");
        (await rig.SignInAsync()).Dispose();
        RequireNobody(rig, texts);
    }

    /// <summary>As <c>UserInformationReceived</c>, which cannot complete a login either.</summary>
    [Theory]
    [InlineData("message")]
    [InlineData("code")]
    [InlineData("tokens")]
    [InlineData("failure")]
    public async Task An_event_before_the_checks_completes_no_login(string where)
    {
        var texts = new List<string>();
        await using var rig = await LoginRig.StartAsync(options =>
        {
            options.OpenIdConnectEvents.OnMessageReceived = context => Complete(context, "message");
            options.OpenIdConnectEvents.OnAuthorizationCodeReceived = context => Complete(context, "code");
            options.OpenIdConnectEvents.OnTokenResponseReceived = context => Complete(context, "tokens");
            options.OpenIdConnectEvents.OnAuthenticationFailed = context => Complete(context, "failure");
            options.OpenIdConnectEvents.OnRemoteFailure = context => Note(context, texts);
        });
        rig.Tenant.Claims = claims => _ = where != "failure" || claims.Remove("nonce");
        (await rig.SignInAsync()).Dispose();
        RequireNobody(rig, texts);

        Task Complete(RemoteAuthenticationContext<OpenIdConnectOptions> context, string here)
        {
            if (where == here)
            {
                context.Principal = User();
                context.Success();
            }

            return Task.CompletedTask;
        }
    }

    /// <summary>The checks of a callback come first: they say whose login it is.</summary>
    [Fact]
    public async Task An_event_that_completes_a_callback_of_another_browser_gets_the_refusal_of_the_check()
    {
        var texts = new List<string>();
        await using var rig = await LoginRig.StartAsync(options =>
        {
            options.OpenIdConnectEvents.OnMessageReceived = context =>
            {
                context.Principal = User();
                context.Success();
                return Task.CompletedTask;
            };
            options.OpenIdConnectEvents.OnRemoteFailure = context => Note(context, texts);
        });
        var state = (await rig.BeginAsync())["state"].ToString();
        rig.Browser.Cookies.Clear();
        (await rig.ComeBackAsync(state)).Dispose();
        texts.Should().ContainSingle().Which.Should().Contain("no cookie of that login");
    }

    /// <summary>As after <c>RedirectToIdentityProvider</c>: the protocol's own parameters get their former values.</summary>
    [Fact]
    public async Task An_event_of_a_push_takes_no_protection_from_the_login()
    {
        await using var rig = await LoginRig.StartAsync(
            options => options.OpenIdConnectEvents.OnPushAuthorization = context =>
            {
                context.ProtocolMessage.Parameters.Remove("code_challenge");
                context.ProtocolMessage.Parameters.Remove("code_challenge_method");
                context.ProtocolMessage.ResponseType = "code id_token";
                context.ProtocolMessage.Parameters.Remove("organization");
                context.ProtocolMessage.MaxAge = "86400";
                context.ProtocolMessage.State = "another";
                context.ProtocolMessage.SetParameter("request", "a.b.c");
                context.ProtocolMessage.SetParameter("acr_values", "mine");
                return Task.CompletedTask;
            },
            tenant: tenant => tenant.Discovery["pushed_authorization_request_endpoint"] = ScriptedTenant.Issuer + "oauth/par",
            services: services => services.Configure<Auth0WebAppOptions>(
                Auth0Constants.AuthenticationScheme,
                options => (options.Organization, options.MaxAge) = ("org_1", TimeSpan.FromMinutes(5))));
        (await rig.Browser.GetAsync("/login")).Dispose();
        var pushed = rig.Tenant.To("oauth/par").Single().Form;
        pushed.Keys.Should().Contain("code_challenge").And.Contain("code_challenge_method");
        pushed["response_type"].Should().Be("code");
        (pushed["organization"], pushed["max_age"]).Should().Be(("org_1", "300"));
        pushed["state"].Should().NotBe("another");
        pushed.Keys.Should().NotContain("request");
        pushed["acr_values"].Should().Be("mine", "an event may add parameters");
    }

    private static ClaimsPrincipal User() => new(new ClaimsIdentity([new Claim("name", "Somebody")], "early"));

    private static Task Note(RemoteFailureContext context, List<string> texts)
    {
        texts.Add(context.Failure!.Message);
        return Task.CompletedTask;
    }

    private static void RequireNobody(LoginRig rig, List<string> texts)
    {
        rig.Browser.Cookies.Should().BeEmpty("no check has passed, and the login is over");
        texts.Should().ContainSingle().Which.Should().Contain("OnTokenValidated");
    }
}
