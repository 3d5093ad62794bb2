using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Session.Cookie;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tests.Session.Format;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Moq;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Cookie;

/// <summary>What a response writes of the session: by the ticket that is stored when the response starts.</summary>
public sealed class SessionResponseWriteTests : IDisposable
{
    private readonly CookieRequest _request = new();
    private readonly SessionTokens _tokens = Given.Holding();
    private AuthenticationProperties? _written;

    public SessionResponseWriteTests() => _request.Authentication
        .Setup(it => it.SignInAsync(It.IsAny<HttpContext>(), "Cookies", It.IsAny<ClaimsPrincipal>(), It.IsAny<AuthenticationProperties>()))
        .Callback((HttpContext _, string? _, ClaimsPrincipal _, AuthenticationProperties? properties) => _written = properties)
        .Returns(Task.CompletedTask);

    public void Dispose() => _request.Dispose();

    /// <summary>The request has obtained generation 6 (G15).</summary>
    [Theory]
    [InlineData(5, 5, true)]
    [InlineData(5, 0, true)]
    [InlineData(0, 5, false)]
    public async Task A_ticket_of_a_newer_sign_in_is_not_written_over(int known, int stored, bool written)
    {
        await _request.BringStoredAsync(Tickets.Of(Generation(5, stored)));
        var session = new RequestSession(Generation(5, known));
        session.Adopt(Generation(6, known));
        await WriteAsync(session);
        (_written is not null).Should().Be(written);
    }

    /// <summary>Another request has signed out, or somebody else in. The log tells of no failure.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_session_that_is_not_there_any_more_is_not_written(bool another)
    {
        if (another)
        {
            await _request.BringStoredAsync(Tickets.Of(new SessionTokens { SessionId = "another", Generation = 1, RefreshToken = "rt" }));
        }

        var session = Sliding();
        session.Adopt(CookieRequest.Newer(_tokens, "rt-4"));
        await WriteAsync(session);
        _written.Should().BeNull();
        _request.Logs.Lines.Should().NotContain(line => line.Contains("[201]"));
    }

    /// <summary>It is the response that slides. Another request has obtained a newer generation.</summary>
    [Fact]
    public async Task A_session_that_slides_keeps_the_newer_tokens_that_its_store_has()
    {
        await _request.BringStoredAsync(Tickets.Of(CookieRequest.Newer(_tokens, "rt-4")));
        await WriteAsync(Sliding());
        _written!.GetTokenValue("refresh_token").Should().Be("rt-4");
    }

    /// <summary>A cookie of 14 days, after 8 of them. The identity provider ends the session after so many.</summary>
    [Theory]
    [InlineData(null, 22)]
    [InlineData(23, 22)]
    [InlineData(21, 21)]
    public async Task A_session_that_slides_has_a_full_life_again_but_none_after_its_identity_providers_end(
        int? endsAfter, int expiresAfter)
    {
        var begin = _request.Time.GetUtcNow();
        var ticket = Tickets.Of(_tokens);
        SessionCeiling.Write(
            ticket.Properties, endsAfter is { } days ? (begin.AddDays(days) + SessionCeiling.Margin).ToUnixTimeSeconds() : null);
        _request.Bring(ticket);
        _request.Time.Advance(TimeSpan.FromDays(8));
        await WriteAsync(Sliding());
        _written!.IssuedUtc.Should().Be(_request.Time.GetUtcNow());
        _written.ExpiresUtc.Should().Be(begin.AddDays(expiresAfter));
    }

    private static SessionTokens Generation(long generation, long signIn) => new()
    {
        SessionId = "session",
        Generation = generation,
        RefreshToken = $"rt-{generation}",
        SignIn = signIn == 0 ? SignInMark.None : new SignInMark(signIn, 1, default),
    };

    private RequestSession Sliding()
    {
        var session = new RequestSession(_tokens);
        session.Prolong(endsAt: null);
        return session;
    }

    private Task WriteAsync(RequestSession session) =>
        SessionResponse.WriteAsync(_request.Cookie, session, _request.Parts.Principal, _request.Logger);
}
