using System.Net;
using System.Text;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Auth0.AspNetCore.Mrrt.Tests.Login;

/// <summary>conformance.md 51 and peer-traps 2.6 b, c: what is pushed, with which credentials, and what is left for the
/// browser to carry.</summary>
public sealed class PushedAuthorizationTests
{
    private static readonly Action<ScriptedTenant> Announced =
        tenant => tenant.Discovery["pushed_authorization_request_endpoint"] = ScriptedTenant.Issuer + "oauth/par";

    [Theory]
    [InlineData(PushedAuthorizationBehavior.UseIfAvailable)]
    [InlineData(PushedAuthorizationBehavior.Require)]
    public async Task The_browser_carries_a_name_and_the_tenant_gets_the_rest(PushedAuthorizationBehavior setting)
    {
        await using var rig = await LoginRig.StartAsync(
            options =>
            {
                options.PushedAuthorization = setting;
                options.LoginParameters["ext-a"] = "b";
                options.OpenIdConnectEvents.OnRedirectToIdentityProvider = context =>
                {
                    context.ProtocolMessage.SetParameter("organization", "org_late");
                    return Task.CompletedTask;
                };
            },
            tenant: Announced);
        using var response = await rig.Browser.GetAsync("/login");
        var location = response.Headers.Location!;
        location.GetLeftPart(UriPartial.Path).Should().Be(ScriptedTenant.Issuer + "authorize");
        QueryHelpers.ParseQuery(location.Query).Should().BeEquivalentTo(new Dictionary<string, Microsoft.Extensions.Primitives.StringValues>
        {
            ["client_id"] = ScriptedTenant.ClientId,
            ["request_uri"] = "urn:ietf:params:oauth:request_uri:1",
        });
        var push = rig.Tenant.To("oauth/par").Should().ContainSingle().Subject;
        push.Headers["Accept"].Should().Be("application/json");
        var form = push.Form;
        form.Keys.Should().BeEquivalentTo(
            "client_id", "client_secret", "response_type", "redirect_uri", "scope", "state", "nonce", "code_challenge",
            "code_challenge_method", "ext-a", "organization");
        form["organization"].Should().Be("org_late", "the application's changes are what is pushed");
        form["client_secret"].Should().Be("client-secret-1");

        rig.Tenant.Claims = claims => claims["org_id"] = "org_late";
        (await rig.RefusalAsync(await rig.ComeBackAsync(form["state"]))).Should().BeNull();
    }

    [Fact]
    public async Task Credentials_in_the_header_stay_there()
    {
        await using var rig = await LoginRig.StartAsync(
            options => options.ClientAuthentication = ClientAuthenticationMethod.ClientSecretBasic, tenant: Announced);
        (await rig.Browser.GetAsync("/login")).Dispose();
        var call = rig.Tenant.To("oauth/par").Single();
        call.Headers["Authorization"].Should().Be(
            "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes("app:client-secret-1")));
        call.Form.Should().NotContainKey("client_secret").And.Contain("client_id", "app");
    }

    [Fact]
    public async Task A_key_signs_an_assertion_for_the_push()
    {
        var rsa = TestKeys.Rsa;
        await using var rig = await LoginRig.StartAsync(
            options =>
            {
                options.ClientSecret = null;
                options.ClientAssertionSecurityKey = new RsaSecurityKey(rsa);
            },
            tenant: Announced);
        (await rig.Browser.GetAsync("/login")).Dispose();
        var form = rig.Tenant.To("oauth/par").Single().Form;
        form.Should().NotContainKey("client_secret");
        new JsonWebToken(form["client_assertion"]).Audiences.Should().Equal(ScriptedTenant.Issuer);
    }

    [Theory]
    [InlineData(PushedAuthorizationBehavior.UseIfAvailable, false)]
    [InlineData(PushedAuthorizationBehavior.Disable, true)]
    [InlineData(PushedAuthorizationBehavior.Disable, false)]
    public async Task Otherwise_everything_goes_through_the_browser(PushedAuthorizationBehavior setting, bool announced)
    {
        await using var rig = await LoginRig.StartAsync(
            options => options.PushedAuthorization = setting, tenant: announced ? Announced : null);
        (await rig.BeginAsync()).Should().ContainKeys("state", "nonce", "code_challenge").And.NotContainKey("request_uri");
        rig.Tenant.Calls.Should().BeEmpty();
    }

    [Fact]
    public async Task Where_it_is_required_and_the_tenant_does_not_take_it_no_login_begins()
    {
        await using var rig = await LoginRig.StartAsync(
            options => options.PushedAuthorization = PushedAuthorizationBehavior.Require);
        using var response = await rig.Browser.GetAsync("/login");
        response.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        response.Headers.Location.Should().BeNull();
        rig.Logs.Lines.Should().Contain(line => line.Contains("announces no pushed authorization requests", StringComparison.Ordinal));
    }

    public static TheoryData<HttpStatusCode, string, string> Refused => new()
    {
        { HttpStatusCode.BadRequest, """{"error":"invalid_request","error_description":"secret words"}""", "400 invalid_request" },
        { HttpStatusCode.Unauthorized, """{"error":"<script>"}""", "401 (not a code)" },
        { HttpStatusCode.Created, "{}", "201" },
        { HttpStatusCode.Created, "[]", "201" },
        { HttpStatusCode.Created, """{"request_uri":7}""", "201" },
        { HttpStatusCode.Created, """{"request_uri":"a","request_uri":"b"}""", "201" },
        { HttpStatusCode.Found, """{"request_uri":"a"}""", "302" },
    };

    /// <summary>Never through the browser instead: somebody may have a reason to make the push fail.</summary>
    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_push_that_fails_fails_the_login(HttpStatusCode status, string body, string logged)
    {
        await using var rig = await LoginRig.StartAsync(tenant: Announced);
        rig.Tenant.Reply = _ => FakeTenantHandler.Json(body, status);
        using var response = await rig.Browser.GetAsync("/login");
        response.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        response.Headers.Location.Should().BeNull();
        (await response.Content.ReadAsStringAsync()).Should().Be("sorry");
        rig.Logs.Lines.Should().Contain(line => line.Contains("[105]", StringComparison.Ordinal)
            && line.Contains(logged, StringComparison.Ordinal));
        rig.Logs.Lines.Should().NotContain(line => line.Contains("secret words", StringComparison.Ordinal));
    }

    /// <summary>Anybody may ask for a login; a tenant that has had enough is not asked again by each.</summary>
    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests, null, 5)]
    [InlineData(HttpStatusCode.TooManyRequests, 20, 20)]
    [InlineData(HttpStatusCode.TooManyRequests, 86400, 60)]
    [InlineData(HttpStatusCode.ServiceUnavailable, 7, 7)]
    [InlineData(HttpStatusCode.BadGateway, null, 1)]
    [InlineData(HttpStatusCode.GatewayTimeout, null, 1)]
    [InlineData(null, null, 1)]
    public async Task A_tenant_that_is_busy_is_left_alone_for_a_while(HttpStatusCode? status, int? retryAfter, int pause)
    {
        await using var rig = await LoginRig.StartAsync(tenant: Announced);
        rig.Tenant.Reply = _ =>
        {
            var answer = FakeTenantHandler.Json("<html>", status ?? throw new HttpRequestException("down"));
            answer.Headers.RetryAfter = retryAfter is { } seconds ? new(TimeSpan.FromSeconds(seconds)) : null;
            return answer;
        };
        await ChallengeAsync(rig, pause);
        rig.Logs.Lines.Should().ContainSingle(line => line.Contains("[105]", StringComparison.Ordinal)
            || line.Contains("[106]", StringComparison.Ordinal));
        rig.Tenant.Reply = _ => null;
        rig.Time.Advance(TimeSpan.FromSeconds(pause - 0.5));
        await ChallengeAsync(rig, 1);
        rig.Tenant.To("oauth/par").Should().ContainSingle("in between nobody asks");
        rig.Time.Advance(TimeSpan.FromSeconds(0.5));
        (await rig.BeginAsync()).Should().ContainKey("request_uri");

        static async Task ChallengeAsync(LoginRig rig, int retryAfter)
        {
            using var response = await rig.Browser.GetAsync("/login");
            response.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
            response.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(retryAfter));
            response.Headers.CacheControl!.NoStore.Should().BeTrue();
        }
    }

    /// <summary>It may be the fault of what this one request brought: nobody else waits for it.</summary>
    [Fact]
    public async Task A_tenant_that_breaks_over_one_request_is_asked_by_the_next()
    {
        await using var rig = await LoginRig.StartAsync(tenant: Announced);
        rig.Tenant.Reply = _ => FakeTenantHandler.Json("<html>", HttpStatusCode.InternalServerError);
        using (var response = await rig.Browser.GetAsync("/login"))
        {
            response.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
            response.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(1));
        }

        rig.Tenant.Reply = _ => null;
        (await rig.BeginAsync()).Should().ContainKey("request_uri");
    }

    /// <summary>As a login that comes back with an error.</summary>
    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    public async Task The_application_may_answer_a_login_that_could_not_leave(HttpStatusCode status)
    {
        await using var rig = await LoginRig.StartAsync(
            options => options.OpenIdConnectEvents.OnRemoteFailure = context =>
            {
                context.Response.Redirect("/sorry?to=" + context.Properties!.RedirectUri);
                context.HandleResponse();
                return Task.CompletedTask;
            },
            tenant: Announced);
        rig.Tenant.Reply = _ => FakeTenantHandler.Json("{}", status);
        using var response = await rig.Browser.GetAsync("/login");
        response.Headers.Location!.OriginalString.Should().Be("/sorry?to=/");
        rig.Browser.Cookies.Should().BeEmpty();
    }
}
