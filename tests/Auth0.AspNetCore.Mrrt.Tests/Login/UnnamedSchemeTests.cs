using System.Net.Http.Json;
using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Tests.Login;

/// <summary>Two logins with one browser, and calls for a token that name no scheme: the token belongs to the user whom the
/// request authenticated.</summary>
public sealed class UnnamedSchemeTests : IAsyncLifetime, IDisposable
{
    private const string Staff = "Staff";

    private ScriptedTenant _staff = null!;
    private LoginRig _rig = null!;

    public Task InitializeAsync() => StartAsync("StaffCookies");

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    public void Dispose() => _staff.Dispose();

    [Theory]
    [InlineData("/of/staff", "staff-token-1")]
    [InlineData("/of/staff/cookie", "staff-token-1")]
    [InlineData("/of/auth0", "access-token-1")]
    [InlineData("/of/default", "access-token-1")]
    public async Task A_call_without_a_scheme_gets_the_token_of_the_scheme_that_authenticated_the_request(string path, string token)
    {
        await SignInAsync("Auth0");
        await SignInAsync(Staff);
        (await AskAsync(path)).Should().Equal(token, token, token);
    }

    [Fact]
    public async Task A_cookie_that_two_logins_share_tells_which_of_them_signed_the_user_in()
    {
        await _rig.DisposeAsync();
        await StartAsync("Cookies");
        await SignInAsync("Auth0");
        await SignInAsync(Staff);
        (await AskAsync("/of/default")).Should().Equal("staff-token-1", "staff-token-1", "staff-token-1");
    }

    [Fact]
    public async Task A_policy_of_two_schemes_gets_the_token_of_the_only_one_with_a_session()
    {
        await SignInAsync(Staff);
        (await AskAsync("/of/both")).Should().Equal("staff-token-1", "staff-token-1", "staff-token-1");
    }

    [Theory]
    [InlineData("/of/both")]
    [InlineData("/of/another")]
    public async Task A_call_without_a_scheme_is_refused_when_the_request_does_not_tell_which_is_meant(string path)
    {
        await SignInAsync("Auth0");
        await SignInAsync(Staff);
        (await AskAsync(path)).Should().AllSatisfy(answer => answer.Should().Contain("'Auth0', 'Staff'"));
    }

    [Fact]
    public async Task An_anonymous_visitor_is_not_signed_in() =>
        (await AskAsync("/of/default")).Should().AllBe(nameof(AccessTokenFailure.NotSignedIn));

    [Fact]
    public async Task After_a_sign_out_in_the_same_request_nobody_is_signed_in()
    {
        await SignInAsync("Auth0");
        await SignInAsync(Staff);
        (await AskAsync("/of/staff?leave=true")).Should().AllBe(nameof(AccessTokenFailure.NotSignedIn));
    }

    private static async Task<string[]> AnswersAsync(HttpContext http)
    {
        if (http.Request.Query.ContainsKey("leave"))
        {
            await http.SignOutAsync("StaffCookies");
        }

        List<string> answers = [];
        for (var i = 0; i < 2; i++)
        {
            answers.Add(await AnswerAsync(async () => await http.GetAccessTokenResultAsync()));
        }

        answers.Add(await AnswerAsync(async () => (await http.GetAccessTokensAsync([new AccessTokenRequest()]))[0]));
        return [.. answers];
    }

    private static async Task<string> AnswerAsync(Func<Task<AccessTokenResult>> ask)
    {
        try
        {
            var result = await ask();
            return result.Token?.Value ?? result.Reason.ToString()!;
        }
        catch (InvalidOperationException e)
        {
            return e.Message;
        }
    }

    private async Task StartAsync(string staffCookies) => _rig = await LoginRig.StartAsync(
        services: services =>
        {
            var time = (ManualTimeProvider)services.Single(service => service.ServiceType == typeof(TimeProvider))
                .ImplementationInstance!;
            _staff = new ScriptedTenant(time, "staff.example.com")
            {
                Claims = claims => claims["aud"] = "staff-app",
                Answer = answer => (answer["access_token"], answer["refresh_token"]) = ("staff-token-1", "staff-refresh-1"),
            };
            services.AddAuth0WebApp(Staff, options =>
            {
                options.Domain = "staff.example.com";
                options.ClientId = "staff-app";
                options.ClientSecret = "staff-secret-1";
                options.CallbackPath = "/callback/staff";
                options.CookieAuthenticationScheme = staffCookies;
                options.BackchannelHttpHandler = _staff;
            }).WithAccessToken(options => options.UseRefreshTokens = true);
            services.AddAuthorization();
        },
        map: application =>
        {
            application.UseAuthorization();
            application.MapGet("/of/default", Answer);
            application.MapGet("/of/auth0", Answer).RequireAuthorization(OfScheme("Auth0"));
            application.MapGet("/of/staff", Answer).RequireAuthorization(OfScheme(Staff));
            application.MapGet("/of/staff/cookie", Answer).RequireAuthorization(OfScheme("StaffCookies"));
            application.MapGet("/of/both", Answer).RequireAuthorization(OfScheme("Auth0,Staff"));
            application.MapGet("/of/another", (HttpContext http, CancellationToken _) =>
            {
                // As a policy of an API does that takes bearer tokens, of a user who is neither of the two.
                var other = new ClaimsPrincipal(new ClaimsIdentity("Bearer"));
                http.Features.Get<IAuthenticateResultFeature>()!.AuthenticateResult =
                    AuthenticateResult.Success(new AuthenticationTicket(other, "Bearer"));
                return AnswersAsync(http);
            });

            static Task<string[]> Answer(HttpContext http, CancellationToken _) => AnswersAsync(http);
            static AuthorizeAttribute OfScheme(string schemes) => new() { AuthenticationSchemes = schemes };
        });

    private async Task SignInAsync(string scheme)
    {
        var asked = await _rig.BeginAsync("/login?scheme=" + scheme);
        _staff.Nonce = _rig.Tenant.Nonce;
        using var response = scheme == Staff
            ? await _rig.Browser.GetAsync($"/callback/staff?code=c&state={Uri.EscapeDataString(asked["state"]!)}")
            : await _rig.ComeBackAsync(asked["state"]!);
        response.Headers.Location.Should().NotBeNull();
    }

    private async Task<string[]> AskAsync(string path)
    {
        using var response = await _rig.Browser.GetAsync(path);
        return (await response.Content.ReadFromJsonAsync<string[]>())!;
    }
}
