using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tests.Session.Format;
using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Ticket;

/// <summary>What becomes of a session's items when an application changes them.</summary>
public sealed class SessionItemsChangesTests
{
    private readonly SessionTokens _tokens = Tickets.Tokens(additional: 1);
    private readonly SessionItems _items;

    public SessionItemsChangesTests() =>
        _items = new SessionItems(new Dictionary<string, string?> { [".issued"] = "now" }, _tokens);

    /// <summary>The framework's handlers set the scheme. It is no token that an application signs in with.</summary>
    [Fact]
    public void Other_items_that_were_changed_are_taken_over_from_the_newer_generation()
    {
        _items[TicketItems.Scheme] = "Other";
        _items[TicketItems.TokenPrefix + "own"] = "mine";
        var newer = _tokens.Next(_tokens.Primary, [], "rt-2", "it-2");
        _items.TakeOver(newer);
        _items.Tokens.Should().BeSameAs(newer);
        _items.Should().Contain(TicketItems.Scheme, _tokens.Scheme).And.Contain(TicketItems.TokenPrefix + "own", "mine");
    }

    [Fact]
    public void A_token_that_was_changed_and_put_back_is_none_of_the_applications_own()
    {
        _items[TicketItems.RefreshToken] = "own";
        _items[TicketItems.RefreshToken] = _tokens.RefreshToken;
        _items.TakeOver(_tokens.Next(_tokens.Primary, [], "rt-2", "it-2"));
        _items[TicketItems.RefreshToken].Should().Be("rt-2");
    }

    [Fact]
    public void A_list_of_tokens_that_the_application_sets_is_read_as_it_set_it()
    {
        _items[TicketItems.TokenNames] = "access_token";
        _items[TicketItems.TokenNames].Should().Be("access_token");
        _items.ToDictionary()[TicketItems.TokenNames].Should().Be("access_token");
        _items.Remove(TicketItems.TokenNames).Should().BeTrue();
        _items.Keys.Should().NotContain(TicketItems.TokenNames);
    }

    [Fact]
    public void An_item_is_removed_only_with_the_value_that_it_has()
    {
        _items.IsReadOnly.Should().BeFalse();
        _items.Contains(new(".issued", "then")).Should().BeFalse();
        _items.Contains(new("missing", null)).Should().BeFalse();
        _items.Remove(new KeyValuePair<string, string?>(".issued", "then")).Should().BeFalse();
        _items.Should().ContainKey(".issued");
        _items.Remove(new KeyValuePair<string, string?>(".issued", "now")).Should().BeTrue();
        _items.Should().NotContainKey(".issued");
    }

    [Fact]
    public void An_item_without_a_value_is_there_and_a_token_without_one_is_not()
    {
        _items["own"] = null;
        _items.ContainsKey("own").Should().BeTrue();
        var bare = new SessionItems([], new SessionTokens { SessionId = "s", Generation = 0 });
        bare.ContainsKey(TicketItems.RefreshToken).Should().BeFalse();
        bare[TicketItems.RefreshToken] = null;
        bare.Tokens.Should().BeNull("whoever sets it says something of the tokens");
    }

    [Fact]
    public void A_copy_of_properties_without_tokens_keeps_their_items_and_parameters()
    {
        var properties = new AuthenticationProperties { Items = { ["own"] = "x" }, Parameters = { ["parameter"] = 1 } };
        var copy = SessionItems.CopyOf(properties);
        copy.Should().NotBeSameAs(properties);
        copy.Items.Should().Equal(properties.Items);
        copy.Parameters.Should().Equal(properties.Parameters);
    }
}
