using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Cookie;

/// <summary>Protocol, step 10: the stored principal is written, and not the one after the claims transformation.</summary>
public sealed class ClaimsTransformationTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_claims_transformation_adds_does_not_pile_up_in_the_cookie(bool renews)
    {
        await using var app = await AppHost.StartAsync(
            services: services => services
                .AddSingleton<IClaimsTransformation, InPlace>()
                .Configure<CookieAuthenticationOptions>("Cookies", options => options.Events.OnValidatePrincipal = context =>
                {
                    context.ShouldRenew = renews;
                    return Task.CompletedTask;
                }),
            map: application => application.MapGet(
                "/added", (HttpContext http) => http.User.FindAll("added").Count()));
        using var browser = await app.SignedInAsync();
        for (var round = 0; round < 3; round++)
        {
            (await browser.TokenAsync(AppHost.Inventory, force: true)).Token.Should().NotBeNull();
            using var response = await browser.GetAsync("/added");
            (await response.Content.ReadAsStringAsync()).Should().Be("1");
        }
    }

    private sealed class InPlace : IClaimsTransformation
    {
        public Task<ClaimsPrincipal> TransformAsync(ClaimsPrincipal principal)
        {
            ((ClaimsIdentity)principal.Identity!).AddClaim(new Claim("added", "anew"));
            return Task.FromResult(principal);
        }
    }
}
