using Auth0.AspNetCore.Mrrt.Session;

namespace Auth0.AspNetCore.Mrrt.Tests.Session;

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
        items.Should().ContainSingle().Which.Value.Should().HaveLength(22);
    }

    [Fact]
    public void The_name_that_the_login_gave_stays()
    {
        var items = new Dictionary<string, string?> { [TicketItems.SessionId] = "login's" };
        SessionIdentity.Mark(items);
        items[TicketItems.SessionId].Should().Be("login's");
    }

    [Fact]
    public void Tokens_that_a_session_was_not_named_for_lose_all_that_it_left()
    {
        var items = Named(token: "a's");
        items[TicketItems.AccessTokens] = "[]";
        items[TicketItems.Audience] = "https://orders.example.com";
        items[TicketItems.RefreshToken] = "b's";
        items["own"] = "the application's";
        SessionIdentity.DropOthers(items);
        items.Keys.Should().BeEquivalentTo([TicketItems.RefreshToken, "own"]);
    }

    [Fact]
    public void Tokens_that_the_session_was_named_for_stay_its_own()
    {
        var items = Named(token: "a's");
        items[TicketItems.AccessToken] = "the application's own";
        var before = items.ToArray();
        SessionIdentity.DropOthers(items);
        items.Should().BeEquivalentTo(before);
    }

    [Fact]
    public void A_name_without_a_note_of_its_tokens_is_not_believed()
    {
        var items = Named(token: "a's");
        items.Remove(TicketItems.MadeOf);
        SessionIdentity.DropOthers(items);
        items.Keys.Should().BeEquivalentTo([TicketItems.RefreshToken]);
    }

    [Fact]
    public void A_session_without_tokens_keeps_its_name_until_somebody_puts_tokens_to_it()
    {
        var items = new Dictionary<string, string?>();
        SessionIdentity.Name(items, "session-a");
        SessionIdentity.DropOthers(items);
        items.Should().ContainSingle().Which.Value.Should().Be("session-a");
        items[TicketItems.AccessToken] = "b's";
        SessionIdentity.DropOthers(items);
        items.Keys.Should().BeEquivalentTo([TicketItems.AccessToken]);
    }

    [Fact]
    public void What_a_session_writes_is_its_own()
    {
        var items = new Dictionary<string, string?>();
        foreach (var tokens in Tickets())
        {
            TicketTokens.Write(tokens, items);
            var before = items.ToArray();
            SessionIdentity.DropOthers(items);
            items.Should().BeEquivalentTo(before);
            var own = new SessionItems([], tokens);
            SessionIdentity.DropOthers(own);
            own.Tokens.Should().BeSameAs(tokens);
        }

        static IEnumerable<SessionTokens> Tickets()
        {
            yield return new SessionTokens { SessionId = "a", Generation = 1, RefreshToken = "r", IdToken = "i" };
            yield return new SessionTokens { SessionId = "a", Generation = 2, RefreshToken = "r2", IdToken = "i" };
            yield return new SessionTokens { SessionId = "a", Generation = 3, IdToken = "i" };
            yield return new SessionTokens { SessionId = "a", Generation = 4 };
        }
    }

    private static Dictionary<string, string?> Named(string token)
    {
        var items = new Dictionary<string, string?> { [TicketItems.RefreshToken] = token };
        SessionIdentity.Name(items, "session-a");
        return items;
    }

    private static string? Derive(params (string Name, string? Value)[] items) =>
        SessionIdentity.Derive(items.ToDictionary(item => item.Name, item => item.Value));
}
