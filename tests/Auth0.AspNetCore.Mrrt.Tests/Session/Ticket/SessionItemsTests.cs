using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tests.Session.Format;
using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Ticket;

/// <summary>Items whose tokens are made on demand are, to everybody who looks, the items of the framework.</summary>
public sealed class SessionItemsTests
{
    private readonly SessionTokens _tokens = Tickets.Tokens(additional: 1);
    private readonly SessionItems _items;

    public SessionItemsTests() => _items = new SessionItems(new Dictionary<string, string?> { [".issued"] = "now" }, _tokens);

    private Dictionary<string, string?> Texts
    {
        get
        {
            var texts = new Dictionary<string, string?> { [".issued"] = "now" };
            TicketTokens.Write(_tokens, texts);
            return texts;
        }
    }

    [Fact]
    public void They_are_read_one_by_one_and_all_together()
    {
        foreach (var (name, value) in Texts)
        {
            _items[name].Should().Be(value);
            _items.ContainsKey(name).Should().BeTrue();
            _items.Contains(new(name, value)).Should().BeTrue();
        }

        _items.Should().BeEquivalentTo(Texts).And.HaveCount(Texts.Count);
        _items.Keys.Should().BeEquivalentTo(Texts.Keys);
        _items.Values.Should().BeEquivalentTo(Texts.Values);
        var copy = new KeyValuePair<string, string?>[Texts.Count];
        _items.CopyTo(copy, 0);
        copy.Should().BeEquivalentTo(Texts);
        _items.TryGetValue("missing", out _).Should().BeFalse();
        FluentActions.Invoking(() => _items["missing"]).Should().Throw<KeyNotFoundException>().WithMessage("*'missing'*");
        _items.Tokens.Should().BeSameAs(_tokens, "looking changes nothing");
    }

    [Fact]
    public void A_change_of_another_item_leaves_the_tokens_as_they_are()
    {
        _items["colour"] = "blue";
        _items.Remove(".issued").Should().BeTrue();
        _items.Add("size", "9");
        _items.Tokens.Should().BeSameAs(_tokens);
        _items.Should().Contain("colour", "blue").And.Contain("size", "9").And.NotContainKey(".issued");
    }

    /// <summary>The framework's handlers set the scheme of a login again.</summary>
    [Fact]
    public void An_item_of_a_token_that_is_set_to_what_it_is_leaves_the_tokens_as_they_are()
    {
        _items[TicketItems.SessionId] = _tokens.SessionId;
        _items.Tokens.Should().BeSameAs(_tokens);
        _items[TicketItems.SessionId] = "other";
        _items.Tokens.Should().BeNull();
    }

    [Fact]
    public void A_copy_of_the_properties_keeps_the_tokens_and_shares_nothing_that_changes()
    {
        var properties = new AuthenticationProperties(_items) { Parameters = { ["parameter"] = 1 } };
        var copy = SessionItems.CopyOf(properties);
        properties.Items["colour"] = "blue";
        properties.Parameters["parameter"] = 2;
        properties.Items[TicketItems.RefreshToken] = "changed";

        copy.Items.Should().BeEquivalentTo(Texts);
        copy.Items.Should().BeOfType<SessionItems>().Which.Tokens.Should().BeSameAs(_tokens);
        copy.Parameters.Should().Equal(new Dictionary<string, object?> { ["parameter"] = 1 });
    }

    [Fact]
    public void Tokens_that_take_the_place_of_texts_list_what_the_application_put_beside_them()
    {
        var login = new AuthenticationProperties();
        login.StoreTokens([new AuthenticationToken { Name = "custom", Value = "mine" }]);
        var items = new SessionItems(login.Items);
        items.Renew(_tokens);

        var names = new AuthenticationProperties(items).GetTokens().Select(token => token.Name);
        names.Should().Contain(["custom", "access_token", "refresh_token"]);
    }

    [Fact]
    public void A_change_of_a_token_is_seen_by_whoever_reads_the_tokens()
    {
        _items[TicketItems.RefreshToken] = "changed";
        _items.Tokens.Should().BeNull();
        TicketTokens.Read(_items).RefreshToken.Should().Be("changed");
        TicketTokens.Read(_items).Additional.Should().ContainSingle();
        _items.Remove(TicketItems.AccessTokens).Should().BeTrue();
        TicketTokens.Read(_items).Additional.Should().BeEmpty();
        _items.Clear();
        _items.Should().BeEmpty();
    }

    [Fact]
    public void The_framework_s_ways_to_change_tokens_work()
    {
        var properties = new AuthenticationProperties(_items);
        properties.UpdateTokenValue("access_token", "other").Should().BeTrue();
        properties.GetTokenValue("access_token").Should().Be("other");
        TicketTokens.Read(properties.Items).Primary!.AccessToken.Should().Be("other");
    }

    [Fact]
    public void A_newer_generation_takes_the_place_of_the_older_one_whole()
    {
        var newer = _tokens.Next(_tokens.Primary, [], "rt-2", _tokens.IdToken);
        foreach (var items in (SessionItems[])[_items, new SessionItems(Texts)])
        {
            items.Renew(newer);
            items.Tokens.Should().BeSameAs(newer);
            items[TicketItems.RefreshToken].Should().Be("rt-2");
            items.Should().NotContainKey(TicketItems.AccessTokens).And.Contain(".issued", "now");
        }
    }

    /// <summary>An exchange comes between the application's change and its sign-in.</summary>
    [Fact]
    public void A_newer_generation_leaves_the_tokens_that_the_application_has_put_there()
    {
        var newer = _tokens.Next(_tokens.Primary, [], "rt-2", "it-2");
        foreach (var items in (SessionItems[])[_items, new SessionItems(Texts)])
        {
            items[TicketItems.RefreshToken] = "own";
            items.Remove(TicketItems.IdToken);
            items.TakeOver(newer);
            items[TicketItems.RefreshToken].Should().Be("own");
            items.Should().NotContainKey(TicketItems.IdToken).And.NotContainKey(TicketItems.AccessTokens).And.Contain(".issued", "now");
            TicketTokens.Read(items).Generation.Should().Be(newer.Generation);
            items.Renew(newer);
            items[TicketItems.RefreshToken].Should().Be("rt-2");
            items.TakeOver(newer.Next(_tokens.Primary, [], "rt-3", "it-3"));
            items[TicketItems.RefreshToken].Should().Be("rt-3", "what was changed has been replaced since");
        }
    }

    /// <summary>An application adds a token of its own by storing all of them again.</summary>
    [Fact]
    public void Tokens_that_were_stored_again_unchanged_are_none_of_the_applications_own()
    {
        var properties = new AuthenticationProperties(_items);
        properties.StoreTokens([.. properties.GetTokens(), new AuthenticationToken { Name = "own", Value = "mine" }]);
        _items.TakeOver(_tokens.Next(_tokens.Primary, [], "rt-2", "it-2"));
        properties.GetTokenValue("refresh_token").Should().Be("rt-2");
        properties.GetTokenValue("own").Should().Be("mine");
    }

    [Fact]
    public void A_copy_shares_nothing()
    {
        var copy = new SessionItems(_items);
        copy[TicketItems.RefreshToken] = "changed";
        copy["colour"] = "blue";
        _items[TicketItems.RefreshToken].Should().Be(_tokens.RefreshToken);
        _items.ContainsKey("colour").Should().BeFalse();
    }
}
