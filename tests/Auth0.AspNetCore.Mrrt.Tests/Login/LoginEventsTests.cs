using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Tests.Login;

/// <summary>Events of ASP.NET Core's own handler, in its order; and none of success after a failed check.</summary>
public sealed class LoginEventsTests
{
    private static readonly string[] AllOfThem =
    [
        "RedirectToIdentityProvider", "MessageReceived", "AuthorizationCodeReceived", "TokenResponseReceived",
        "TokenValidated", "TicketReceived",
    ];

    [Fact]
    public async Task A_login_raises_its_events_in_order()
    {
        var told = new Told();
        await using var rig = await LoginRig.StartAsync(options => options.OpenIdConnectEvents = told);
        (await rig.RefusalAsync()).Should().BeNull();
        told.Names.Should().Equal(AllOfThem);
    }

    [Fact]
    public async Task The_container_makes_the_class_of_events()
    {
        var told = new Told();
        await using var rig = await LoginRig.StartAsync(
            handler: options => options.EventsType = typeof(Told), services: services => services.AddSingleton(told));
        (await rig.RefusalAsync()).Should().BeNull();
        told.Names.Should().Equal(AllOfThem);
    }

    [Fact]
    public async Task Delegates_are_called_as_well()
    {
        var names = new List<string>();
        Task Note(string name)
        {
            names.Add(name);
            return Task.CompletedTask;
        }

        await using var rig = await LoginRig.StartAsync(
            options =>
            {
                options.OpenIdConnectEvents.OnRedirectToIdentityProvider = _ => Note("RedirectToIdentityProvider");
                options.OpenIdConnectEvents.OnMessageReceived = _ => Note("MessageReceived");
                options.OpenIdConnectEvents.OnAuthorizationCodeReceived = _ => Note("AuthorizationCodeReceived");
                options.OpenIdConnectEvents.OnTokenResponseReceived = _ => Note("TokenResponseReceived");
                options.OpenIdConnectEvents.OnTokenValidated = _ => Note("TokenValidated");
                options.OpenIdConnectEvents.OnTicketReceived = _ => Note("TicketReceived");
                options.OpenIdConnectEvents.OnRedirectToIdentityProviderForSignOut = _ => Note("ForSignOut");
            },
            map: MapLogout);
        (await rig.SignInAsync()).Dispose();
        (await rig.Browser.GetAsync("/logout")).Dispose();
        names.Should().Equal([.. AllOfThem, "ForSignOut"]);
    }

    /// <summary>An application that creates its users in an event must not do so for a token that failed a check.</summary>
    [Theory]
    [InlineData("state", "MessageReceived")]
    [InlineData("issuer", "MessageReceived")]
    [InlineData("error", "MessageReceived")]
    [InlineData("redeem", "AuthorizationCodeReceived", "AuthenticationFailed")]
    [InlineData("aud", "TokenResponseReceived", "AuthenticationFailed")]
    [InlineData("organization", "TokenResponseReceived", "AuthenticationFailed")]
    [InlineData("userinfo", "TokenResponseReceived", "AuthenticationFailed")]
    public async Task After_a_failed_check_the_events_are_those_of_the_failure_alone(string fault, string last, params string[] failed)
    {
        var told = new Told();
        await using var rig = await LoginRig.StartAsync(options =>
        {
            options.OpenIdConnectEvents = told;
            options.GetClaimsFromUserInfoEndpoint = fault == "userinfo";
            if (fault == "organization")
            {
                options.LoginParameters["organization"] = "org_1";
            }
        });
        rig.Tenant.Claims = claims => claims["aud"] = fault == "aud" ? "other" : claims["aud"]!.DeepClone();
        rig.Tenant.Reply = _ => fault is "redeem" or "userinfo" && _.Address.EndsWith(
                fault == "redeem" ? "token" : "userinfo", StringComparison.Ordinal)
            ? new HttpResponseMessage(HttpStatusCode.Forbidden)
            : null;
        var state = (await rig.BeginAsync())["state"]!;
        using var response = fault switch
        {
            "state" => await rig.ComeBackAsync("unknown"),
            "issuer" => await rig.ComeBackAsync(state!, ("code", "c"), ("iss", "https://evil.example/")),
            "error" => await rig.ComeBackAsync(state!, ("error", "login_required")),
            _ => await rig.ComeBackAsync(state!),
        };
        response.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        told.Names.Should().Equal([.. AllOfThem[..(Array.IndexOf(AllOfThem, last) + 1)], .. failed, "RemoteFailure"]);
        rig.Browser.Cookies.Keys.Should().NotContain(name => name.StartsWith("__Host-Auth0.Cookies", StringComparison.Ordinal));
    }

    /// <summary>Who presses Back is signed in, who waited too long is not; where both wanted to go is known.</summary>
    [Fact]
    public async Task A_callback_that_comes_again_or_too_late_tells_where_its_user_wanted_to_go()
    {
        await using var rig = await LoginRig.StartAsync(
            options => options.OpenIdConnectEvents.OnRemoteFailure = async context =>
            {
                context.HandleResponse();
                var session = await context.HttpContext.AuthenticateAsync("Cookies");
                context.Response.Redirect($"/{session.Succeeded}{context.Properties?.RedirectUri}");
            },
            map: application => application.MapGet("/orders", (HttpContext http) => http.ChallengeAsync(
                Auth0Constants.AuthenticationScheme)));
        var late = (await rig.BeginAsync("/orders?page=2"))["state"].ToString();
        var state = (await rig.BeginAsync("/orders?page=1"))["state"].ToString();
        (await WhereAsync(state)).Should().Be("/orders?page=1");
        (await WhereAsync(state)).Should().Be("/True/orders?page=1");
        rig.Browser.Cookies.Remove(rig.Browser.Cookies.Keys.Single(
            name => name.StartsWith("__Host-Auth0.Cookies", StringComparison.Ordinal)));
        (await WhereAsync(state)).Should().Be("/False/orders?page=1");
        rig.Time.Advance(TimeSpan.FromMinutes(15) + TimeSpan.FromSeconds(1));
        (await WhereAsync(late)).Should().Be("/False/orders?page=2");
        (await WhereAsync("unknown")).Should().Be("/False");

        async Task<string> WhereAsync(string callback)
        {
            using var response = await rig.ComeBackAsync(callback);
            return response.Headers.Location!.OriginalString;
        }
    }

    /// <summary>For that one error code only.</summary>
    [Theory]
    [InlineData("access_denied", null, "AccessDenied", "RemoteFailure")]
    [InlineData("access_denied", "/denied", "AccessDenied")]
    [InlineData("login_required", "/denied", "RemoteFailure")]
    public async Task A_path_for_those_denied_takes_the_place_of_the_failure(string error, string? path, params string[] events)
    {
        var told = new Told();
        await using var rig = await LoginRig.StartAsync(options =>
        {
            options.OpenIdConnectEvents = told;
            options.AccessDeniedPath = path;
        });
        using var response = await rig.ComeBackAsync((await rig.BeginAsync())["state"]!, ("error", error));
        told.Names.Skip(2).Should().Equal(events);
        response.Headers.Location?.PathAndQuery.Should().Be("/denied?ReturnUrl=%2F");
        response.StatusCode.Should().Be(
            events.Contains("RemoteFailure") ? HttpStatusCode.InternalServerError : HttpStatusCode.Found);
    }

    [Fact]
    public async Task A_user_who_said_no_has_an_event()
    {
        var told = new Told();
        await using var rig = await LoginRig.StartAsync(options => options.OpenIdConnectEvents = told);
        (await rig.ComeBackAsync((await rig.BeginAsync())["state"]!, ("error", "access_denied"))).Dispose();
        told.Names.Should().Equal("RedirectToIdentityProvider", "MessageReceived", "AccessDenied", "RemoteFailure");
    }

    /// <summary>conformance.md 52.</summary>
    [Fact]
    public async Task The_application_may_refuse_a_user_with_its_own_reason()
    {
        Exception? failure = null;
        await using var rig = await LoginRig.StartAsync(options =>
        {
            options.OpenIdConnectEvents.OnTokenValidated = context =>
            {
                context.Fail("not our customer");
                return Task.CompletedTask;
            };
            options.OpenIdConnectEvents.OnTicketReceived = _ => throw new InvalidOperationException("no ticket");
            options.OpenIdConnectEvents.OnRemoteFailure = context =>
            {
                failure = context.Failure;
                context.HandleResponse();
                context.Response.StatusCode = 403;
                return Task.CompletedTask;
            };
        });
        using var response = await rig.SignInAsync();
        response.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
        failure!.Message.Should().Be("not our customer");
        rig.Browser.Cookies.Should().BeEmpty();
    }

    [Fact]
    public async Task What_the_application_adds_to_the_user_stays()
    {
        await using var rig = await LoginRig.StartAsync(options => options.OpenIdConnectEvents.OnTokenValidated = context =>
        {
            context.SecurityToken.Subject.Should().Be("auth0|alice");
            context.TokenEndpointResponse!.AccessToken.Should().Be("access-token-1");
            context.TokenEndpointResponse.RefreshToken.Should().BeNull();
            context.Properties!.GetTokenValue("access_token").Should().Be("access-token-1");
            ((ClaimsIdentity)context.Principal!.Identity!).AddClaim(new Claim("tier", "gold"));
            return Task.CompletedTask;
        });
        (await rig.SignInAsync()).Dispose();
        (await rig.ClaimsAsync()).Should().Contain("tier=gold").And.Contain("name=Alice");
    }

    [Fact]
    public async Task A_user_whom_the_application_took_away_is_not_signed_in()
    {
        await using var rig = await LoginRig.StartAsync(options => options.OpenIdConnectEvents.OnTokenValidated = context =>
        {
            context.Principal = null;
            return Task.CompletedTask;
        });
        using var response = await rig.SignInAsync();
        response.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        rig.Browser.Cookies.Should().BeEmpty();
    }

    [Fact]
    public async Task What_the_application_changes_before_the_redirect_is_asked_for_and_held_to()
    {
        await using var rig = await LoginRig.StartAsync(options => options.OpenIdConnectEvents.OnRedirectToIdentityProvider = context =>
        {
            context.ProtocolMessage.SetParameter("organization", "org_late");
            context.ProtocolMessage.IssuerAddress = "https://login.example.com/authorize";
            context.ProtocolMessage.RedirectUri = "https://www.example.com/callback";
            context.ProtocolMessage.Scope = "email";
            context.ProtocolMessage.Nonce = "mine";
            context.ProtocolMessage.ClientId = "mine";
            context.ProtocolMessage.SetParameter("code_challenge", "mine");
            context.ProtocolMessage.SetParameter("request_uri", "mine");
            context.ProtocolMessage.ResponseType = "id_token";
            context.ProtocolMessage.State = "mine";
            return Task.CompletedTask;
        });
        using (var response = await rig.Browser.GetAsync("/login"))
        {
            response.Headers.Location!.GetLeftPart(UriPartial.Path).Should().Be("https://login.example.com/authorize");
        }

        var asked = await rig.BeginAsync();
        asked["organization"].Should().Equal("org_late");
        asked["redirect_uri"].Should().Equal("https://www.example.com/callback");
        asked["scope"].Should().Equal("email openid offline_access");
        asked["response_type"].Should().Equal("code");
        asked.SelectMany(parameter => parameter.Value).Should().NotContain("mine");
        (await rig.RefusalAsync(await rig.ComeBackAsync(asked["state"]!))).Should().Contain("organization");
        rig.Tenant.To("oauth/token").Single().Form["redirect_uri"].Should().Be("https://www.example.com/callback");
    }

    [Fact]
    public async Task The_application_may_add_to_the_request_for_tokens_but_not_to_its_credentials()
    {
        await using var rig = await LoginRig.StartAsync(options => options.OpenIdConnectEvents.OnAuthorizationCodeReceived = context =>
        {
            context.TokenEndpointRequest!.SetParameter("ext-a", "b");
            context.TokenEndpointRequest.ClientSecret = "mine";
            context.TokenEndpointRequest.ClientId = "mine";
            return Task.CompletedTask;
        });
        (await rig.RefusalAsync()).Should().BeNull();
        var form = rig.Tenant.To("oauth/token").Single().Form;
        form["ext-a"].Should().Be("b");
        form["client_id"].Should().Be(ScriptedTenant.ClientId);
        form["client_secret"].Should().Be("client-secret-1");
        form["code"].Should().Be("code-1");
        form["grant_type"].Should().Be("authorization_code");
        form.Keys.Should().Contain("code_verifier");
    }

    [Fact]
    public async Task The_application_may_answer_itself()
    {
        await using var rig = await LoginRig.StartAsync(
            options =>
            {
                options.OpenIdConnectEvents.OnRedirectToIdentityProvider = context =>
                {
                    context.HandleResponse();
                    context.Response.StatusCode = 418;
                    return Task.CompletedTask;
                };
                options.OpenIdConnectEvents.OnRedirectToIdentityProviderForSignOut = options.OpenIdConnectEvents.OnRedirectToIdentityProvider;
                options.OpenIdConnectEvents.OnMessageReceived = context =>
                {
                    context.HandleResponse();
                    context.Response.StatusCode = 419;
                    return Task.CompletedTask;
                };
            },
            map: MapLogout);
        using var challenge = await rig.Browser.GetAsync("/login");
        ((int)challenge.StatusCode).Should().Be(418);
        rig.Browser.Cookies.Should().BeEmpty("no login has begun");
        using var logout = await rig.Browser.GetAsync("/logout");
        ((int)logout.StatusCode).Should().Be(418);
        using var callback = await rig.Browser.GetAsync("/callback");
        ((int)callback.StatusCode).Should().Be(419);
    }

    [Fact]
    public async Task What_the_application_changes_of_a_sign_out_is_what_the_tenant_gets()
    {
        await using var rig = await LoginRig.StartAsync(
            options => options.OpenIdConnectEvents.OnRedirectToIdentityProviderForSignOut = context =>
            {
                context.ProtocolMessage.UiLocales = "de";
                return Task.CompletedTask;
            },
            map: MapLogout);
        using var response = await rig.Browser.GetAsync("/logout");
        QueryHelpers.ParseQuery(response.Headers.Location!.Query)["ui_locales"].Should().Equal("de");
    }

    private static void MapLogout(WebApplication application) => application.MapGet(
        "/logout", (HttpContext http) => http.SignOutAsync(Auth0Constants.AuthenticationScheme));

    private sealed class Told : OpenIdConnectEvents
    {
        public List<string> Names { get; } = [];

        public override Task RedirectToIdentityProvider(RedirectContext context) => Note(nameof(RedirectToIdentityProvider));

        public override Task MessageReceived(MessageReceivedContext context) => Note(nameof(MessageReceived));

        public override Task AuthorizationCodeReceived(AuthorizationCodeReceivedContext context) => Note(nameof(AuthorizationCodeReceived));

        public override Task TokenResponseReceived(TokenResponseReceivedContext context) => Note(nameof(TokenResponseReceived));

        public override Task TokenValidated(TokenValidatedContext context) => Note(nameof(TokenValidated));

        public override Task TicketReceived(TicketReceivedContext context) => Note(nameof(TicketReceived));

        public override Task AuthenticationFailed(AuthenticationFailedContext context) => Note(nameof(AuthenticationFailed));

        public override Task RemoteFailure(RemoteFailureContext context) => Note(nameof(RemoteFailure));

        public override Task AccessDenied(AccessDeniedContext context) => Note(nameof(AccessDenied));

        private Task Note(string name)
        {
            Names.Add(name);
            return Task.CompletedTask;
        }
    }
}
