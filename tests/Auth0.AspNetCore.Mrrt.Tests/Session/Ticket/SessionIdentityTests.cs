using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Ticket;

/// <summary>G6: no two users share a name; design, step "sessions without our mark".</summary>
public sealed class SessionIdentityTests
{
    [Fact]
    public void A_new_name_is_long_unique_and_fit_for_an_address()
    {
        var names = Enumerable.Range(0, 100).Select(_ => SessionIdentity.Create()).ToArray();
        names.Should().OnlyHaveUniqueItems();
        names.Should().OnlyContain(name => name.Length == 22 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-' || c == '_'));
    }

    [Theory]
    [InlineData(TicketItems.RefreshToken)]
    [InlineData(TicketItems.IdToken)]
    [InlineData(TicketItems.AccessToken)]
    public void Every_request_with_the_same_token_derives_the_same_name_and_another_token_gives_another(string item)
    {
        var name = Derive((item, "secret-a"));
        name.Should().Be(Derive((item, "secret-a")));
        name.Should().NotBe(Derive((item, "secret-b")));
        name.Should().HaveLength(22);
    }

    [Fact]
    public void The_refresh_token_names_before_the_id_token_and_that_before_the_access_token()
    {
        var all = Derive((TicketItems.RefreshToken, "r"), (TicketItems.IdToken, "i"), (TicketItems.AccessToken, "a"));
        all.Should().Be(Derive((TicketItems.RefreshToken, "r")));
        var two = Derive((TicketItems.RefreshToken, ""), (TicketItems.IdToken, "i"), (TicketItems.AccessToken, "a"));
        two.Should().Be(Derive((TicketItems.IdToken, "i")));
        Derive((TicketItems.IdToken, null), (TicketItems.AccessToken, "a")).Should().Be(Derive((TicketItems.AccessToken, "a")));
    }

    /// <summary>Changing how it is derived would part a session from its record while the application is updated.</summary>
    [Fact]
    public void The_derivation_stays_as_it_is()
    {
        // sha256("Auth0.AspNetCore.Mrrt session\nrt"), the first 16 bytes.
        Derive((TicketItems.RefreshToken, "rt")).Should().Be("ZKozYuaBz9z9j_X8Y7dM7w");
    }

    [Fact]
    public void Without_any_token_there_is_nothing_to_share_and_no_name() => Derive().Should().BeNull();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void A_session_that_begins_without_a_name_gets_one(string? nothing)
    {
        var items = new Dictionary<string, string?> { [TicketItems.SessionId] = nothing };
        SessionIdentity.Mark(items);
        items[TicketItems.SessionId].Should().HaveLength(22);
        items.Clear();
        SessionIdentity.Mark(items);
        items[TicketItems.SessionId].Should().HaveLength(22);
    }

    [Fact]
    public void The_name_that_the_login_gave_stays()
    {
        var items = new Dictionary<string, string?> { [TicketItems.SessionId] = "login's" };
        SessionIdentity.Mark(items);
        items[TicketItems.SessionId].Should().Be("login's");
    }

    [Fact]
    public void A_name_comes_with_a_note_of_the_login_and_of_the_token_it_was_given_for()
    {
        var items = new Dictionary<string, string?> { [TicketItems.Scheme] = "Auth0", [TicketItems.RefreshToken] = "rt" };
        SessionIdentity.Name(items, "a");
        items.Should().Contain(TicketItems.OriginScheme, "Auth0").And.Contain(TicketItems.OriginToken, Derive((TicketItems.RefreshToken, "rt")));
        items.Remove(TicketItems.RefreshToken);
        items[TicketItems.Scheme] = null;
        SessionIdentity.Name(items, "b");
        items.Should().Contain(TicketItems.OriginScheme, "").And.NotContainKey(TicketItems.OriginToken, "there is no token any more");
    }

    /// <summary>The note in a ticket and the session's tokens must agree.</summary>
    [Theory]
    [InlineData("rt", "it", "at")]
    [InlineData(null, "it", "at")]
    [InlineData("", "it", "at")]
    [InlineData("", "", "at")]
    [InlineData(null, null, "at")]
    [InlineData(null, null, "")]
    [InlineData(null, null, null)]
    public void Tokens_derive_the_name_that_their_items_derive(string? refreshToken, string? idToken, string? accessToken)
    {
        var tokens = new SessionTokens
        {
            SessionId = "s",
            Generation = 0,
            RefreshToken = refreshToken,
            IdToken = idToken,
            Primary = accessToken is null ? null : Given.Set(accessToken, null, null, null),
        };
        SessionIdentity.Derive(tokens).Should().Be(Derive(
            (TicketItems.RefreshToken, refreshToken), (TicketItems.IdToken, idToken), (TicketItems.AccessToken, accessToken)));
    }

    [Theory]
    [InlineData("name", true)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void An_empty_name_is_none(string? name, bool isMarked) =>
        SessionIdentity.IsMarked(new Dictionary<string, string?> { [TicketItems.SessionId] = name }).Should().Be(isMarked);

    private static string? Derive(params (string Name, string? Value)[] items) =>
        SessionIdentity.Derive(items.ToDictionary(item => item.Name, item => item.Value));
}
