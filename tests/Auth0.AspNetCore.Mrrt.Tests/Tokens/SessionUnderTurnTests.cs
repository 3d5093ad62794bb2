using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Request;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Auth0.AspNetCore.Mrrt.Tokens;
using Microsoft.AspNetCore.DataProtection;
using Moq;

namespace Auth0.AspNetCore.Mrrt.Tests.Tokens;

/// <summary>What an exchange knows of its session, and where the session is kept.</summary>
public sealed class SessionUnderTurnTests
{
    private readonly SessionTokens _seen = Given.Holding();
    private readonly Mock<ISessionTurn> _turn = new();
    private readonly Keeper _store = new();
    private readonly SessionProtector _protector = new(new EphemeralDataProtectionProvider());

    public SessionUnderTurnTests() =>
        _turn.Setup(it => it.CommitAsync(It.IsAny<SessionRecord>(), It.IsAny<CancellationToken>())).ReturnsAsync(true);

    private SessionTokens Newer => _seen.Next(null, [], "rt-4", "it-4");

    public static TheoryData<string?, string, bool> StoredSessions => new()
    {
        { "session", Auth0Constants.AuthenticationScheme, false },
        { "session", "Other", true },
        { "another", Auth0Constants.AuthenticationScheme, true },
        { null, "", true },
    };

    /// <summary>Nothing brings back what is gone from the application's store.</summary>
    [Theory]
    [MemberData(nameof(StoredSessions))]
    public async Task A_session_that_is_not_in_its_store_has_ended(string? sessionId, string scheme, bool ended)
    {
        _store.Tokens = sessionId is null ? null : new SessionTokens { SessionId = sessionId, Generation = 3, Scheme = scheme };
        (await ReadAsync(_store)).Ended.Should().Be(ended);
    }

    [Fact]
    public async Task The_newest_of_the_record_and_the_store_counts_and_the_request_s_own_before_an_equal_one()
    {
        _store.Tokens = Given.Holding();
        var session = await ReadAsync(_store);
        session.Newest.Should().BeSameAs(_seen);
        (session.HasKept(_seen), session.HasKept(Newer)).Should().Be((true, false));

        _store.Tokens = Newer;
        (await ReadAsync(_store)).Newest.RefreshToken.Should().Be("rt-4");

        _turn.SetupGet(it => it.Newest).Returns(_protector.Protect(Newer.Next(null, [], "rt-5", "it-5")));
        (await ReadAsync(_store)).Newest.RefreshToken.Should().Be("rt-5");
    }

    [Fact]
    public async Task What_no_store_keeps_is_kept_nowhere_else()
    {
        var session = await ReadAsync(store: null);
        session.HasKept(new SessionTokens { SessionId = "session", Generation = 0 }).Should().BeFalse();
        (await session.CommitAsync(Newer)).Should().BeTrue();
        session.Newest.RefreshToken.Should().Be("rt-4");
        session.HasKept(session.Newest).Should().BeFalse();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_generation_is_committed_when_the_store_has_kept_it_as_well(bool kept)
    {
        (_store.Tokens, _store.Keeps) = (_seen, kept);
        var session = await ReadAsync(_store);
        (await session.CommitAsync(Newer)).Should().Be(kept);
        (session.Ended, session.HasKept(Newer)).Should().Be((!kept, kept));
        session.Newest.RefreshToken.Should().Be(kept ? "rt-4" : "rt-3");
    }

    [Fact]
    public async Task A_session_is_read_again_after_a_call_and_after_a_commit()
    {
        var session = await ReadAsync(store: null);
        session.MustReadAgain.Should().BeFalse();
        session.Asking();
        session.MustReadAgain.Should().BeTrue();
        await session.ReloadAsync(default);
        session.MustReadAgain.Should().BeFalse();
        await session.CommitAsync(Newer);
        session.MustReadAgain.Should().BeTrue();
    }

    private async Task<SessionUnderTurn> ReadAsync(ISessionTokenStore? store)
    {
        var session = new SessionUnderTurn(_turn.Object, _protector, store, life: null, _seen, new ManualTimeProvider());
        await session.ReadAsync();
        return session;
    }

    private sealed class Keeper : ISessionTokenStore
    {
        public SessionTokens? Tokens { get; set; }

        public bool Keeps { get; set; }

        public ValueTask<SessionTokens?> ReadAsync() => new(Tokens);

        public ValueTask<bool> KeepAsync(SessionTokens tokens) => new(Keeps);
    }
}
