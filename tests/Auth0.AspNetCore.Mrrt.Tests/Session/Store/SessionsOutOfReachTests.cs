using System.Net;
using System.Text.Json;
using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Session.Store;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Store;

/// <summary>The sessions live in a store, and the store cannot be asked.</summary>
public sealed class SessionsOutOfReachTests
{
    private Func<Exception>? _failure;

    [Fact]
    public async Task A_request_with_a_session_is_told_to_come_back_and_neither_signed_out_nor_sent_to_sign_in()
    {
        await using var app = await StartAsync();
        using var browser = await app.SignedInAsync();
        var cookies = browser.Cookies.Count;
        _failure = () => new SessionCoordinationException("out of reach");

        foreach (var path in (string[])["/", "/token", "/members"])
        {
            using var answer = await browser.GetAsync(path);
            answer.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable, path);
            answer.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(5));
            answer.Headers.Contains("Set-Cookie").Should().BeFalse();
            (await answer.Content.ReadAsStringAsync()).Should().Contain("unavailable");
        }

        _failure = null;
        browser.Cookies.Should().HaveCount(cookies);
        (await browser.TokenAsync()).Token.Should().NotBeNull("the session was there all along");
    }

    [Fact]
    public async Task Only_a_store_out_of_reach_is_answered_here()
    {
        var request = new DefaultHttpContext();
        var handler = new SessionsOutOfReach();
        (await handler.TryHandleAsync(request, new InvalidOperationException(), CancellationToken.None)).Should().BeFalse();
        request.Response.StatusCode.Should().Be(StatusCodes.Status200OK, "it is somebody else's to answer");

        (await handler.TryHandleAsync(request, new SessionCoordinationException("x"), CancellationToken.None)).Should().BeTrue();
        request.Response.StatusCode.Should().Be(StatusCodes.Status503ServiceUnavailable);
    }

    [Fact]
    public async Task How_long_it_takes_is_said_when_it_is_known()
    {
        await using var app = await StartAsync();
        using var browser = await app.SignedInAsync();
        _failure = () => new SessionCoordinationException("quiet") { RetryAfter = TimeSpan.FromSeconds(6.2) };

        using var answer = await browser.GetAsync("/");

        answer.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task Where_the_application_has_problem_details_they_are_the_answer()
    {
        await using var app = await StartAsync(services => services.AddProblemDetails());
        using var browser = await app.SignedInAsync();
        _failure = () => new SessionCoordinationException("out of reach");

        using var answer = await browser.GetAsync("/");

        answer.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        problem.RootElement.GetProperty("status").GetInt32().Should().Be(503);
        problem.RootElement.ToString().Should().NotContain("out of reach", "that is for the logs");
    }

    [Fact]
    public async Task An_answer_of_the_applications_own_comes_first()
    {
        await using var app = await StartAsync(services => services.AddExceptionHandler<Own>(), first: true);
        using var browser = await app.SignedInAsync();
        _failure = () => new SessionCoordinationException("out of reach");

        using var answer = await browser.GetAsync("/");

        answer.StatusCode.Should().Be((HttpStatusCode)418);
    }

    [Fact]
    public async Task Who_brings_no_session_is_served()
    {
        await using var app = await StartAsync();
        using var browser = app.Browser();
        _failure = () => new SessionCoordinationException("out of reach");

        using var answer = await browser.GetAsync("/");

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    /// <summary>The store fails between the request's own look and its sign-out.</summary>
    [Fact]
    public async Task A_session_that_cannot_be_read_ends_by_its_name()
    {
        await using var app = await StartAsync();
        using var browser = await app.SignedInAsync();
        using var copy = browser.Fork();
        (await browser.GetAsync("/leave")).Dispose();

        _failure = null;

        (await copy.TokenAsync()).Token.Should().BeNull();
    }

    [Fact]
    public async Task Any_other_exception_is_the_applications()
    {
        await using var app = await StartAsync();
        using var browser = await app.SignedInAsync();
        _failure = () => new InvalidOperationException("a fault");

        using var answer = await browser.GetAsync("/");

        answer.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
    }

    private Task<AppHost> StartAsync(Action<IServiceCollection>? more = null, bool first = false) => AppHost.StartAsync(
        services: services =>
        {
            services.Replace(ServiceDescriptor.Singleton<ISessionCoordinator>(provider => new Store(
                new InMemorySessionStore(
                    provider.GetRequiredService<InProcessSessionCoordinator>(), provider.GetRequiredService<TimeProvider>()),
                () => _failure)));
            var before = services.Count;
            more?.Invoke(services);
            if (first)
            {
                // As an application that registers it before the login does.
                ServiceDescriptor[] own = [.. services.Skip(before)];
                for (var i = 0; i < own.Length; i++)
                {
                    services.RemoveAt(services.Count - 1);
                }

                foreach (var service in own.Reverse())
                {
                    services.Insert(0, service);
                }
            }
        },
        map: application =>
        {
            application.MapGet("/members", async (HttpContext http, CancellationToken _) =>
                (await http.AuthenticateAsync()).Succeeded ? Results.Ok() : Results.Challenge());
            application.MapGet("/leave", (HttpContext http) =>
            {
                _failure = () => new SessionCoordinationException("out of reach");
                return http.SignOutAsync(Auth0Constants.AuthenticationScheme);
            });
        },
        build: builder => builder.WithSessionStore());

    private sealed class Own : IExceptionHandler
    {
        public ValueTask<bool> TryHandleAsync(
            HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
        {
            httpContext.Response.StatusCode = StatusCodes.Status418ImATeapot;
            return ValueTask.FromResult(exception is SessionCoordinationException);
        }
    }

    private sealed class Store(InMemorySessionStore inner, Func<Func<Exception>?> failure) : ISessionCoordinator, ISessionStore
    {
        public SessionStatus Peek(string sessionId) => inner.Peek(sessionId);

        public ValueTask<SessionStatus> GetStatusAsync(string sessionId, CancellationToken cancellationToken) =>
            Reached().GetStatusAsync(sessionId, cancellationToken);

        public ValueTask<ISessionTurn> EnterAsync(string sessionId, CancellationToken cancellationToken) =>
            Reached().EnterAsync(sessionId, cancellationToken);

        public void Acknowledge(string sessionId, long generation) => inner.Acknowledge(sessionId, generation);

        public ValueTask<SessionRecord?> EndAsync(string sessionId, DateTimeOffset? until, CancellationToken cancellationToken) =>
            inner.EndAsync(sessionId, until, cancellationToken);

        public ValueTask<bool> CreateAsync(
            string sessionId, ReadOnlyMemory<byte> ticket, DateTimeOffset? expiresAt, CancellationToken cancellationToken) =>
            Reached().CreateAsync(sessionId, ticket, expiresAt, cancellationToken);

        public ValueTask<bool> RenewAsync(
            string sessionId, ReadOnlyMemory<byte> ticket, DateTimeOffset? expiresAt, CancellationToken cancellationToken) =>
            Reached().RenewAsync(sessionId, ticket, expiresAt, cancellationToken);

        public ValueTask<StoredSession?> ReadAsync(string sessionId, CancellationToken cancellationToken) =>
            Reached().ReadAsync(sessionId, cancellationToken);

        public ValueTask RemoveAsync(string sessionId, CancellationToken cancellationToken) =>
            Reached().RemoveAsync(sessionId, cancellationToken);

        private InMemorySessionStore Reached() => failure() is { } failed ? throw failed() : inner;
    }
}
