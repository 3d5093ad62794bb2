using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Session.Cookie;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tests.Session.Format;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;
using Moq;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Cookie;

/// <summary>Which session a sign-out ends, and what it keeps for the sign-out at the tenant.</summary>
public sealed class SessionSignOutTests : IDisposable
{
    private readonly CookieRequest _request = new();
    private readonly SessionTokens _tokens = Given.Holding();

    public void Dispose() => _request.Dispose();

    /// <summary>The tenant is told of the session by its newest ID token, and only the tenant that issued it.</summary>
    [Fact]
    public async Task A_request_that_has_not_been_authenticated_keeps_the_newest_tokens_for_the_tenant()
    {
        var ticket = Tickets.Of(_tokens);
        ticket.Properties.Items[TicketItems.Client] = "client";
        _request.Bring(ticket);
        await _request.CommitAsync(CookieRequest.Newer(_tokens, "rt-4"));

        (await EndAsync()).Should().BeNull();

        _request.View!.Current.SignedOut!.RefreshToken.Should().Be("rt-4");
        _request.View.BelongsTo("client").Should().BeTrue();
        _request.View.BelongsTo("another client").Should().BeFalse();
        _request.Coordinator.HasEnded("session").Should().BeTrue();
    }

    [Fact]
    public async Task Of_a_session_that_had_ended_before_nothing_is_kept()
    {
        _request.Bring(Tickets.Of(_tokens));
        await _request.EndAsync("session");
        (await EndAsync()).Should().BeNull();
        _request.View.Should().BeNull();
    }

    /// <summary>The library's store names a ticket as its session. The key in a store of the application's names no session.</summary>
    [Theory]
    [InlineData("ours", null, "key")]
    [InlineData("ours", "session", "session")]
    [InlineData("application's", null, null)]
    [InlineData("application's", "session", "session")]
    public async Task Where_the_store_fails_the_session_ends_by_the_name_that_the_request_knows(
        string store, string? known, string? ended)
    {
        List<string> calls = [];
        if (store == "ours")
        {
            var broken = new Mock<ISessionStore>();
            broken.As<ISessionCoordinator>();
            broken.Setup(it => it.ReadAsync(It.IsAny<string>(), It.IsAny<CancellationToken>()))
                .ThrowsAsync(new InvalidOperationException("retrieve"));
            _request.Options.SessionStore = _request.OurStore(broken.Object);
        }
        else
        {
            (await _request.BringStoredAsync(Tickets.Of(_tokens))).Before = call =>
            {
                calls.Add(call);
                _ = call == "retrieve" ? throw new InvalidOperationException(call) : call;
            };
        }

        _request.Bring("key");
        _ = known is null ? null : _request.Open(_tokens);

        (await EndAsync()).Should().Be("retrieve", "the application hears of it");

        string[] names = ["key", "session"];
        names.Where(_request.Coordinator.HasEnded).Should().Equal(ended is null ? [] : [ended]);
        calls.Should().Equal(store == "ours" ? [] : ["retrieve", "remove"]);
        _request.View?.Closed.Should().BeTrue();
    }

    private async Task<string?> EndAsync() =>
        (await new SessionSignOut(_request.Cookie, _request.Parts).EndAsync())?.SourceException.Message;
}
