using Auth0.AspNetCore.Mrrt.Session.Cookie;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tests.Session.Format;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Cookie;

/// <summary>What a login takes along of the session that it replaces.</summary>
public sealed class ReplacedSessionItemsTests : IDisposable
{
    private readonly CookieRequest _request = new();
    private readonly SessionTokens _tokens = Given.Holding();
    private readonly Dictionary<string, string?> _items = new(StringComparer.Ordinal);

    public void Dispose() => _request.Dispose();

    /// <summary>The library's own store learns of the end by the session's name.</summary>
    [Theory]
    [InlineData("cookie", null)]
    [InlineData("store", null)]
    [InlineData("application's store", "1")]
    public async Task It_has_the_key_of_the_session_in_a_store_of_the_applications(string kept, string? key)
    {
        if (kept == "application's store")
        {
            await _request.BringStoredAsync(Tickets.Of(_tokens));
        }
        else
        {
            _request.Options.SessionStore = kept == "store" ? _request.OurStore(new ScriptedSessions()) : null;
            _request.Bring("session");
        }

        _request.Open(_tokens).Items = new SessionItems(Tickets.Of(_tokens).Properties.Items);
        await ReplacedSession.NoteAsync(_request.Http, "Cookies", _items);
        ReplacedSession.Take(_items).Should().Be(new ReplacedSession("session", TimeSpan.FromDays(14), key));
        _items.Should().BeEmpty("the new session remembers nothing of it");
    }

    [Fact]
    public async Task Of_a_session_that_has_been_left_nothing_is_noted()
    {
        _request.BringOpen(_tokens).Close();
        await ReplacedSession.NoteAsync(_request.Http, "Cookies", _items);
        _items.Should().BeEmpty();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void A_login_without_a_session_before_it_replaces_none(string? name)
    {
        ReplacedSession.Take(_items).Should().BeNull();
        _items[TicketItems.Replaces] = name;
        _items[TicketItems.ReplacesKey] = "key";
        _items[TicketItems.ReplacesLife] = "60";
        ReplacedSession.Take(_items).Should().BeNull();
        _items.Should().BeEmpty();
    }

    [Theory]
    [InlineData("60", 60)]
    [InlineData("-60", 0)]
    [InlineData("", 0)]
    [InlineData(null, 0)]
    public void A_life_that_is_no_number_is_left_to_the_settings(string? life, int seconds)
    {
        _items[TicketItems.Replaces] = "session";
        _items[TicketItems.ReplacesLife] = life;
        ReplacedSession.Take(_items).Should().Be(new ReplacedSession("session", TimeSpan.FromSeconds(seconds), StoreKey: null));
    }

    [Fact]
    public void Its_text_does_not_name_the_session() =>
        new ReplacedSession("session-name", TimeSpan.Zero, "key").ToString().Should()
            .NotBeEmpty().And.NotContain("session-name").And.NotContain("key");
}
