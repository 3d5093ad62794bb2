using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Ticket;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Ticket;

/// <summary>G6: who signs in with items that hold another session is not in that session.</summary>
public sealed class PreviousSessionItemsTests
{
    private readonly Dictionary<string, string?> _items = new()
    {
        [TicketItems.Scheme] = "Tenant",
        [TicketItems.RefreshToken] = "a's",
        [TicketItems.AccessToken] = "a's",
        [TicketItems.TokenNames] = "refresh_token;access_token",
        [TicketItems.AccessTokens] = "[]",
        [TicketItems.Audience] = "https://orders.example.com",
        [TicketItems.SessionExpiry] = "1800000000",
        ["own"] = "the application's",
    };

    public PreviousSessionItemsTests() => SessionIdentity.Name(_items, "session-a");

    [Fact]
    public void Tokens_put_over_those_of_a_session_lose_all_that_it_left()
    {
        _items[TicketItems.RefreshToken] = "b's";
        PreviousSessionItems.Drop(_items, previous: null, mayChangeTokens: false);
        _items.Keys.Should().BeEquivalentTo(
            [TicketItems.Scheme, TicketItems.RefreshToken, TicketItems.AccessToken, TicketItems.TokenNames, "own"]);
    }

    [Fact]
    public void Where_the_login_leaves_nothing_other_tokens_are_the_applications_own() =>
        Unchanged(mayChangeTokens: true, () => _items[TicketItems.RefreshToken] = "the application's");

    [Fact]
    public void The_tokens_that_the_session_was_named_for_are_its_own() => Unchanged(mayChangeTokens: false, () => { });

    [Fact]
    public void Another_access_token_beside_the_sessions_refresh_token_is_the_applications_own() =>
        Unchanged(mayChangeTokens: false, () => _items[TicketItems.AccessToken] = "the application's");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_login_of_another_scheme_that_keeps_no_tokens_keeps_none_of_the_sessions(bool mayChangeTokens)
    {
        _items[TicketItems.Scheme] = "Other";
        PreviousSessionItems.Drop(_items, previous: null, mayChangeTokens);
        _items.Keys.Should().BeEquivalentTo([TicketItems.Scheme, "own"]);
    }

    [Fact]
    public void A_login_of_another_scheme_keeps_its_own_tokens()
    {
        _items[TicketItems.Scheme] = "Other";
        _items[TicketItems.AccessToken] = "b's";
        _items.Remove(TicketItems.RefreshToken);
        _items[TicketItems.TokenNames] = "access_token";
        _items[TicketItems.IdToken] = "a's, and not listed";
        PreviousSessionItems.Drop(_items, previous: null, mayChangeTokens: true);
        _items.Keys.Should().BeEquivalentTo([TicketItems.Scheme, TicketItems.AccessToken, TicketItems.TokenNames, "own"]);
    }

    [Fact]
    public void Who_signs_in_with_a_scheme_over_a_session_that_had_none_is_in_another()
    {
        _items.Remove(TicketItems.Scheme);
        SessionIdentity.Name(_items, "session-a");
        _items[TicketItems.Scheme] = "Other";
        PreviousSessionItems.Drop(_items, previous: null, mayChangeTokens: true);
        _items.Keys.Should().BeEquivalentTo([TicketItems.Scheme, "own"]);
    }

    [Fact]
    public void A_session_without_tokens_keeps_its_name_until_somebody_puts_tokens_to_it()
    {
        var items = new Dictionary<string, string?>();
        SessionIdentity.Name(items, "session-a");
        PreviousSessionItems.Drop(items, previous: null, mayChangeTokens: false);
        items[TicketItems.SessionId].Should().Be("session-a");
        items[TicketItems.AccessToken] = "b's";
        items[TicketItems.TokenNames] = "access_token";
        PreviousSessionItems.Drop(items, previous: null, mayChangeTokens: false);
        items.Keys.Should().BeEquivalentTo([TicketItems.AccessToken, TicketItems.TokenNames]);
    }

    [Fact]
    public void Additional_tokens_of_a_session_without_our_name_stay_with_its_own_tokens()
    {
        var items = new Dictionary<string, string?> { [TicketItems.RefreshToken] = "a's", [TicketItems.AccessTokens] = "[]" };
        var previous = TicketTokens.Read(items);
        PreviousSessionItems.Drop(items, previous, mayChangeTokens: false);
        items.Should().ContainKey(TicketItems.AccessTokens);
        items[TicketItems.RefreshToken] = "b's";
        PreviousSessionItems.Drop(items, previous, mayChangeTokens: true);
        items.Keys.Should().BeEquivalentTo([TicketItems.RefreshToken]);
    }

    [Fact]
    public void Without_a_session_before_them_unnamed_additional_tokens_are_nobodys()
    {
        var items = new Dictionary<string, string?> { [TicketItems.RefreshToken] = "a's", [TicketItems.AccessTokens] = "[]" };
        PreviousSessionItems.Drop(items, previous: null, mayChangeTokens: true);
        items.Keys.Should().BeEquivalentTo([TicketItems.RefreshToken]);
    }

    /// <summary>Whatever an exchange has changed.</summary>
    [Fact]
    public void What_a_session_writes_is_its_own()
    {
        foreach (var tokens in Generations())
        {
            TicketTokens.Write(tokens, _items);
            Unchanged(mayChangeTokens: false, () => { });
            var own = new SessionItems([], tokens);
            PreviousSessionItems.Drop(own, previous: null, mayChangeTokens: false);
            PreviousSessionItems.Note(own);
            own.Tokens.Should().BeSameAs(tokens);
        }

        static IEnumerable<SessionTokens> Generations()
        {
            yield return new SessionTokens { SessionId = "a", Generation = 1, Scheme = "Tenant", RefreshToken = "r", IdToken = "i" };
            yield return new SessionTokens { SessionId = "a", Generation = 2, Scheme = "Tenant", RefreshToken = "r2", IdToken = "i" };
            yield return new SessionTokens { SessionId = "a", Generation = 3, IdToken = "i" };
            yield return new SessionTokens { SessionId = "a", Generation = 4 };
        }
    }

    [Fact]
    public void Items_are_untouched_while_they_hold_the_token_that_their_session_was_named_for()
    {
        PreviousSessionItems.IsUntouched(_items).Should().BeTrue();
        _items[TicketItems.AccessToken] = "another one beside it";
        PreviousSessionItems.IsUntouched(_items).Should().BeTrue();
        _items[TicketItems.RefreshToken] = "b's";
        PreviousSessionItems.IsUntouched(_items).Should().BeFalse();
        _items.Remove(TicketItems.OriginToken);
        PreviousSessionItems.IsUntouched(_items).Should().BeFalse("nothing is noted");
    }

    [Fact]
    public void Items_without_a_note_and_without_tokens_are_not_untouched()
    {
        PreviousSessionItems.IsUntouched(new Dictionary<string, string?>()).Should().BeFalse();
        PreviousSessionItems.IsUntouched(new Dictionary<string, string?> { [TicketItems.OriginToken] = null }).Should().BeFalse();
    }

    [Fact]
    public void Items_that_stand_for_the_tokens_of_a_session_are_untouched_until_somebody_changes_one()
    {
        var tokens = new SessionTokens { SessionId = "a", Generation = 1 };
        var own = new SessionItems([], tokens);
        PreviousSessionItems.IsUntouched(own).Should().BeTrue();
        own[TicketItems.RefreshToken] = "b's";
        PreviousSessionItems.IsUntouched(own).Should().BeFalse();
    }

    private void Unchanged(bool mayChangeTokens, Action change)
    {
        change();
        var before = _items.ToArray();
        PreviousSessionItems.Drop(_items, previous: null, mayChangeTokens);
        _items.Should().BeEquivalentTo(before);
    }
}
