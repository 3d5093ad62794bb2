using System.Net;
using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Auth0.AspNetCore.Mrrt.Tests.Login;

/// <summary>A sign-out that the servers cannot hear of: the browser is signed out, and so is the user at the tenant.</summary>
public sealed class SignOutOutOfReachTests
{
    private bool _down;
    private Action _leaving = () => { };

    [Fact]
    public async Task The_cookie_goes_the_refresh_token_is_revoked_and_the_tenant_ends_its_session()
    {
        await using var rig = await StartAsync();
        _down = true;
        using var response = await rig.Browser.GetAsync("/logout");
        response.StatusCode.Should().Be(HttpStatusCode.Found);
        response.Headers.Location!.AbsolutePath.Should().Be("/oidc/logout");
        rig.Browser.Cookies.Should().BeEmpty();
        rig.Tenant.To("custom/revoke").Should().ContainSingle().Which.Form["token"].Should().Be("refresh-token-1");
        rig.Logs.Lines.Should().ContainSingle(line => line.Contains("[410]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Signing_out_of_the_cookie_alone_says_so_and_deletes_it()
    {
        await using var rig = await StartAsync();
        _down = true;
        using var response = await rig.Browser.GetAsync("/leave");
        response.StatusCode.Should().Be(HttpStatusCode.InternalServerError, "the error page drops headers and not this one");
        rig.Browser.Cookies.Should().BeEmpty();
    }

    [Fact]
    public async Task Nothing_of_the_session_is_given_out_after_it()
    {
        await using var rig = await StartAsync();
        _down = true;
        using var response = await rig.Browser.GetAsync("/leave-and-ask");
        (await response.Content.ReadAsStringAsync()).Should().Be("none");
        rig.Browser.Cookies.Should().BeEmpty();
    }

    [Theory]
    [InlineData("retrieve")]
    [InlineData("remove")]
    public async Task A_ticket_store_of_the_application_s_may_fail_as_well(string step)
    {
        var tickets = new RecordedTickets();
        await using var rig = await StartAsync(tickets);
        _leaving = () => tickets.Before = asked =>
        {
            if (asked == step)
            {
                throw new IOException("down");
            }
        };
        using var response = await rig.Browser.GetAsync("/logout");
        response.StatusCode.Should().Be(HttpStatusCode.Found);
        rig.Browser.Cookies.Should().BeEmpty();
        rig.Logs.Lines.Should().Contain(line => line.Contains("[410]", StringComparison.Ordinal));
    }

    private async Task<LoginRig> StartAsync(ITicketStore? store = null)
    {
        var rig = await LoginRig.StartAsync(
            services: services =>
            {
                services.Configure<CookieAuthenticationOptions>("Cookies", options => options.SessionStore = store);
                services.Replace(ServiceDescriptor.Singleton<ISessionCoordinator>(provider => new Coordinator(
                    provider.GetRequiredService<InProcessSessionCoordinator>(), () => _down)));
            },
            map: application =>
            {
                application.MapGet("/logout", (HttpContext http) =>
                {
                    _leaving();
                    return http.SignOutAsync(Auth0Constants.AuthenticationScheme);
                });
                application.MapGet("/leave", (HttpContext http) => http.SignOutAsync("Cookies"));
                application.MapGet("/leave-and-ask", async (HttpContext http, CancellationToken cancel) =>
                {
                    await http.Awaiting(it => it.SignOutAsync("Cookies")).Should().ThrowAsync<SessionCoordinationException>();
                    return await http.GetAccessTokenAsync(cancellationToken: cancel) ?? "none";
                });
            });
        (await rig.RefusalAsync()).Should().BeNull();
        return rig;
    }

    /// <summary>Hears of no end while the others are out of reach.</summary>
    private sealed class Coordinator(ISessionCoordinator inner, Func<bool> down) : ISessionCoordinator
    {
        public SessionStatus Peek(string sessionId) => inner.Peek(sessionId);

        public ValueTask<SessionStatus> GetStatusAsync(string sessionId, CancellationToken cancellationToken) =>
            inner.GetStatusAsync(sessionId, cancellationToken);

        public ValueTask<ISessionTurn> EnterAsync(string sessionId, CancellationToken cancellationToken) =>
            inner.EnterAsync(sessionId, cancellationToken);

        public void Acknowledge(string sessionId, long generation) => inner.Acknowledge(sessionId, generation);

        public ValueTask<SessionRecord?> EndAsync(string sessionId, DateTimeOffset? until, CancellationToken cancellationToken) =>
            down() ? throw new SessionCoordinationException("down") : inner.EndAsync(sessionId, until, cancellationToken);
    }
}
