using System.Net.Http.Json;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Auth0.AspNetCore.Mrrt.Tests.Login;

/// <summary>An application with one login is an API for other clients too. A request brings an access token of one user and the
/// session's cookie of another.</summary>
public sealed class ForeignUserTests : IAsyncLifetime
{
    private const string Refused = "The call names no scheme, and scheme 'Bearer' authenticated the request. The sessions of 'Auth0' are "
        + "in the cookie of scheme 'Cookies': name the scheme 'Auth0' to use such a session.";

    private LoginRig _rig = null!;

    public async Task InitializeAsync()
    {
        _rig = await LoginRig.StartAsync(map: application =>
        {
            application.MapGet("/page", AskAsync);
            application.MapGet("/api", async (HttpContext http, CancellationToken _) =>
            {
                AuthenticateWithBearer(http);
                return await AskAsync(http, _);
            });
            application.MapGet("/page-then-api", async (HttpContext http, CancellationToken _) =>
            {
                var page = await AskAsync(http, _);
                AuthenticateWithBearer(http);
                return (string[])[.. page, .. await AskAsync(http, _)];
            });
        });
        (await _rig.SignInAsync()).Dispose();
    }

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task A_page_gets_the_token_of_its_session() =>
        (await AnswersAsync("/page")).Should().Equal("access-token-1", "access-token-1");

    [Fact]
    public async Task A_request_with_another_users_access_token_gets_no_token_of_the_cookies_session_unless_it_names_the_scheme() =>
        (await AnswersAsync("/api")).Should().Equal(Refused, "access-token-1");

    [Fact]
    public async Task A_token_that_was_at_hand_for_one_user_is_not_given_to_the_next() =>
        (await AnswersAsync("/page-then-api")).Should().Equal("access-token-1", "access-token-1", Refused, "access-token-1");

    /// <summary>As the middleware does for an endpoint whose policy names the scheme.</summary>
    private static void AuthenticateWithBearer(HttpContext http)
    {
        http.User = new ClaimsPrincipal(new ClaimsIdentity("Bearer"));
        http.Features.Get<IAuthenticateResultFeature>()!.AuthenticateResult =
            AuthenticateResult.Success(new AuthenticationTicket(http.User, "Bearer"));
    }

    private static async Task<string[]> AskAsync(HttpContext http, CancellationToken cancellationToken) =>
    [
        await AnswerAsync(() => http.GetAccessTokenAsync(cancellationToken: cancellationToken)),
        await AnswerAsync(() => http.GetAccessTokenAsync(scheme: "Auth0", cancellationToken: cancellationToken)),
    ];

    private static async Task<string> AnswerAsync(Func<ValueTask<string?>> ask)
    {
        try
        {
            return await ask() ?? "none";
        }
        catch (InvalidOperationException e)
        {
            return e.Message;
        }
    }

    private async Task<string[]> AnswersAsync(string path)
    {
        using var response = await _rig.Browser.GetAsync(path);
        return (await response.Content.ReadFromJsonAsync<string[]>())!;
    }
}
