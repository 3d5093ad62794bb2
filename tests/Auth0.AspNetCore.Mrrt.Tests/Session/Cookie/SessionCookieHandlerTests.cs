using System.Text.Encodings.Web;
using Auth0.AspNetCore.Mrrt.Session.Cookie;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tests.Session.Format;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Cookie;

/// <summary>The handler itself in one request: what it leaves behind, and what it does when an application or a store
/// fails.</summary>
public sealed class SessionCookieHandlerTests : IDisposable
{
    private readonly CookieRequest _request = new();
    private readonly SessionTokens _tokens = Given.Holding();

    public void Dispose() => _request.Dispose();

    /// <summary>The session ends in this browser, also when the servers could not learn of it.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_sign_out_that_fails_deletes_the_cookie_and_tells_of_the_first_failure(int failures)
    {
        var failed = 0;
        (await _request.BringStoredAsync(Tickets.Of(_tokens))).Before = call => _ = call == "retrieve" && failed < failures
            ? throw new InvalidOperationException($"failure {++failed}")
            : call;
        var handler = await HandlerAsync();
        await handler.Awaiting(it => it.SignOutAsync(null)).Should().ThrowAsync<InvalidOperationException>()
            .WithMessage("failure 1");
        failed.Should().Be(failures);
        _request.Http.Response.Headers.SetCookie.Should().NotBeEmpty()
            .And.AllSatisfy(cookie => cookie.Should().StartWith("session=;").And.Contain("1970"));
    }

    [Fact]
    public async Task After_a_sign_in_the_request_belongs_to_the_new_session()
    {
        var properties = new AuthenticationProperties();
        await (await HandlerAsync()).SignInAsync(Tickets.Principal(), properties);
        _request.View!.Closed.Should().BeFalse();
        _request.View.Tokens.SessionId.Should().Be(properties.Items[TicketItems.SessionId]);
        _request.View.Replacement!.Principal.Should().NotBeNull();
    }

    /// <summary>The application may sign in with the same properties again.</summary>
    [Fact]
    public async Task A_sign_in_that_continues_the_session_leaves_nothing_in_its_properties_parameters()
    {
        _request.Bring(Tickets.Of(_tokens));
        var properties = Tickets.Of(_tokens).Properties;
        await (await HandlerAsync()).SignInAsync(Tickets.Principal(), properties);
        properties.Parameters.Should().BeEmpty();
        _request.View!.Tokens.Should().BeEquivalentTo(new { SessionId = "session", Generation = 4 });
        _request.Coordinator.Peek("session").Busy.Should().BeFalse();
    }

    /// <summary>The user signs out in another tab while the application's event of the sign-in runs (G8).</summary>
    [Fact]
    public async Task A_sign_in_to_a_session_that_ends_meanwhile_sets_no_cookie_and_is_told_in_the_log()
    {
        _request.Bring(Tickets.Of(_tokens));
        _request.Options.Events.OnSigningIn = _ => _request.EndAsync("session");
        await (await HandlerAsync()).SignInAsync(Tickets.Principal(), Tickets.Of(_tokens).Properties);
        _request.Http.Response.Headers.SetCookie.Should().BeEmpty();
        _request.Logs.Lines.Should().ContainSingle(line => line.Contains("[202]")).Which.Should().Contain("Cookies");
        _request.View.Should().BeNull();
    }

    /// <summary>An application that cannot say whether the user is welcome has not said so.</summary>
    [Fact]
    public async Task Where_the_applications_own_validation_breaks_the_session_is_closed()
    {
        _request.Bring(Tickets.Of(_tokens));
        _request.Options.Events.OnValidatePrincipal = _ => throw new InvalidOperationException("the application's own fault");
        var handler = await HandlerAsync();
        await handler.Awaiting(it => it.AuthenticateAsync()).Should().ThrowAsync<InvalidOperationException>()
            .WithMessage("the application's own fault");
        _request.View!.Closed.Should().BeTrue();
    }

    private async Task<SessionCookieHandler> HandlerAsync()
    {
        var handler = new SessionCookieHandler(
            new TestMonitor<CookieAuthenticationOptions>(_request.Options),
            _request.Http.RequestServices.GetRequiredService<ILoggerFactory>(),
            UrlEncoder.Default,
            _request.Parts);
        await handler.InitializeAsync(new AuthenticationScheme("Cookies", null, typeof(SessionCookieHandler)), _request.Http);
        return handler;
    }
}
