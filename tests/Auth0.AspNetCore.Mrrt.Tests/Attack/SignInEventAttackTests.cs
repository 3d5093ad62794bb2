using System.Collections.Concurrent;
using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Tests.Attack;

/// <summary>What an application is given while it signs somebody in.</summary>
public sealed class SignInEventAttackTests
{
    /// <summary>G6. An application that fetches the new user's profile when it has signed him in.</summary>
    [Fact]
    public async Task The_events_of_a_sign_in_are_not_given_the_token_of_the_user_before()
    {
        ConcurrentQueue<string?> given = [];
        await using var app = await AppHost.StartAsync(
            services: services => services.Configure<CookieAuthenticationOptions>(
                "Cookies",
                options => options.Events.OnSignedIn = async context =>
                    given.Enqueue(await context.HttpContext.GetAccessTokenAsync())),
            map: application => application.MapGet("/other", (HttpContext http) => http.SignInAsync(
                "Cookies",
                new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, "other")], "test")))));
        using var browser = await app.SignedInAsync();
        (await browser.TokenAsync()).Token.Should().NotBeNull();
        given.Clear();

        (await browser.GetAsync("/other")).Dispose();
        given.Should().ContainSingle().Which.Should().BeNull();
    }
}
