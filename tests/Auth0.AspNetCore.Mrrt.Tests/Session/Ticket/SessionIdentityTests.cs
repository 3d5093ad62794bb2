using Auth0.AspNetCore.Mrrt.Session.Ticket;

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

    private static string? Derive(params (string Name, string? Value)[] items) =>
        SessionIdentity.Derive(items.ToDictionary(item => item.Name, item => item.Value));
}
