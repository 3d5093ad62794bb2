using System.Text.Encodings.Web;
using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Session.Cookie;
using Auth0.AspNetCore.Mrrt.Tests.Session.Format;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Cookie;

/// <summary>K1: this server may have forgotten that a session has ended. The other servers are asked before the session is
/// opened, and a second passes before they are asked again.</summary>
public sealed class ForgottenEndTests : IDisposable
{
    private readonly CookieRequest _request = new();
    private readonly ScriptedSessions _sessions = new() { Forgot = true };
    private readonly SessionParts _parts;

    public ForgottenEndTests()
    {
        _parts = _request.PartsWith(_sessions);
        _request.Bring(Tickets.Of(Given.Holding()));
    }

    public void Dispose() => _request.Dispose();

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task A_session_whose_end_may_be_forgotten_is_opened_unless_it_has_ended_elsewhere(bool ended, bool open)
    {
        _sessions.Elsewhere = () => new SessionStatus { Ended = ended };
        (await OpensAsync()).Should().Be(open);
        _sessions.Questions.Should().Be(1);
    }

    [Fact]
    public async Task Where_nothing_was_forgotten_nobody_is_asked()
    {
        _sessions.Forgot = false;
        (await OpensAsync()).Should().BeTrue();
        _sessions.Questions.Should().Be(0);
    }

    [Fact]
    public async Task An_end_that_is_known_here_is_not_asked_for()
    {
        _sessions.Known = new SessionStatus { Ended = true };
        (await OpensAsync()).Should().BeFalse();
        _sessions.Questions.Should().Be(0);
    }

    /// <summary>Each request of an attacker would be a statement otherwise.</summary>
    [Fact]
    public async Task An_answer_is_good_for_a_second()
    {
        for (var request = 0; request < 20; request++)
        {
            (await OpensAsync()).Should().BeTrue();
            _request.Time.Advance(TimeSpan.FromMilliseconds(49));
        }

        _sessions.Questions.Should().Be(1);
        _sessions.Elsewhere = () => new SessionStatus { Ended = true };
        _request.Time.Advance(TimeSpan.FromMilliseconds(20));
        (await OpensAsync()).Should().BeFalse();
        _sessions.Questions.Should().Be(2);
    }

    [Fact]
    public async Task Requests_at_once_wait_for_the_same_answer_however_long_it_takes()
    {
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _sessions.Answering = answer.Task;
        _sessions.Elsewhere = () => new SessionStatus { Ended = true };
        var first = OpensAsync();
        _request.Time.Advance(TimeSpan.FromSeconds(2));
        var second = OpensAsync();
        (first.IsCompleted, second.IsCompleted, _sessions.Questions).Should().Be((false, false, 1));
        answer.SetResult();
        (await first, await second).Should().Be((false, false));
    }

    /// <summary>A valid token is served while the servers cannot agree, as at any other time.</summary>
    [Fact]
    public async Task While_the_other_servers_are_out_of_reach_the_session_is_opened_and_they_are_left_alone_for_a_second()
    {
        _sessions.Elsewhere = () => throw new SessionCoordinationException("out of reach");
        (await OpensAsync()).Should().BeTrue();
        (await OpensAsync()).Should().BeTrue();
        _sessions.Questions.Should().Be(1);
    }

    /// <summary>The store is read with each request, and has no ticket of a session that has ended.</summary>
    [Fact]
    public async Task A_session_in_the_librarys_store_needs_no_other_question()
    {
        var store = _request.OurStore(_sessions);
        var key = await store.StoreAsync(Tickets.Of(Given.Holding()), CancellationToken.None);
        _request.Options.SessionStore = store;
        _request.Bring(key);
        (await OpensAsync()).Should().BeTrue();
        _sessions.Questions.Should().Be(0);
    }

    [Fact]
    public async Task A_session_in_a_store_of_the_applications_is_asked_for()
    {
        await _request.BringStoredAsync(Tickets.Of(Given.Holding()));
        _sessions.Elsewhere = () => new SessionStatus { Ended = true };
        (await OpensAsync()).Should().BeFalse();
    }

    private async Task<bool> OpensAsync()
    {
        var http = new DefaultHttpContext { RequestServices = _request.Http.RequestServices };
        http.Request.Headers.Cookie = _request.Http.Request.Headers.Cookie;
        var handler = new SessionCookieHandler(
            new TestMonitor<CookieAuthenticationOptions>(_request.Options),
            http.RequestServices.GetRequiredService<ILoggerFactory>(),
            UrlEncoder.Default,
            _parts);
        await handler.InitializeAsync(new AuthenticationScheme("Cookies", null, typeof(SessionCookieHandler)), http);
        return (await handler.AuthenticateAsync()).Succeeded;
    }
}
