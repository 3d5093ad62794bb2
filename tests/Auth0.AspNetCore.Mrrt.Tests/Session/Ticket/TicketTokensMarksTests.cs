using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Ticket;

/// <summary>What a ticket notes beside the tokens: the sign-in, the login, and what was asked for.</summary>
public sealed class TicketTokensMarksTests
{
    [Theory]
    [InlineData("3.2", 3, 2)]
    [InlineData("3", 0, 0)]
    [InlineData("3.2.1", 0, 0)]
    [InlineData("-3.2", 0, 0)]
    [InlineData("3.-2", 0, 0)]
    [InlineData("x.2", 0, 0)]
    [InlineData("3.x", 0, 0)]
    [InlineData("3.", 0, 0)]
    [InlineData(".2", 0, 0)]
    [InlineData("", 0, 0)]
    [InlineData(null, 0, 0)]
    public void A_sign_in_that_cannot_be_read_is_none(string? text, int generation, int count) =>
        Read((TicketItems.SignIn, text)).SignIn.Should().Be(new SignInMark(generation, count, default));

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, "3.1")]
    public void A_sign_in_within_the_session_is_written_where_there_was_one(int count, string? item)
    {
        var items = Written(Given.Holding().With(new SignInMark(3, count, default)));
        items.GetValueOrDefault(TicketItems.SignIn).Should().Be(item);
        items.ContainsKey(TicketItems.SignIn).Should().Be(item is not null);
    }

    [Theory]
    [InlineData(TicketItems.SessionId)]
    [InlineData(TicketItems.RefreshToken)]
    [InlineData(TicketItems.IdToken)]
    [InlineData(TicketItems.AccessToken)]
    public void A_name_or_a_token_makes_a_session_that_other_requests_know(string item)
    {
        Read((item, "x")).HasIdentity.Should().BeTrue();
        Read((item, "")).HasIdentity.Should().BeFalse();
        Read().HasIdentity.Should().BeFalse();
        Read().SessionId.Should().HaveLength(22).And.NotBe(Read().SessionId);
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("Auth0", "Auth0")]
    public void The_login_is_noted_beside_the_session(string? scheme, string noted)
    {
        var items = Written(new SessionTokens { SessionId = "s", Generation = 0, Scheme = scheme });
        items[TicketItems.OriginScheme].Should().Be(noted);
        items.Should().NotContainKeys(TicketItems.OriginToken, TicketItems.Audience, TicketItems.RequestedScope, TicketItems.ObtainedAt);
    }

    [Fact]
    public void Empty_scopes_are_not_written_and_those_asked_for_are_noted()
    {
        var items = Written(Given.Holding(Given.Set("t", null, "", null)));
        items.Should().NotContainKey(TicketItems.Scope).And.Contain(TicketItems.RequestedScope, "").And.Contain(TicketItems.Audience, "");
        items = Written(Given.Holding(Given.Set("t", Given.Orders, "a", "a b")));
        items.Should().Contain(TicketItems.Scope, "a").And.Contain(TicketItems.RequestedScope, "a b")
            .And.Contain(TicketItems.Audience, Given.Orders);
    }

    private static Dictionary<string, string?> Written(SessionTokens tokens)
    {
        var items = new Dictionary<string, string?>();
        TicketTokens.Write(tokens, items);
        return items;
    }

    private static SessionTokens Read(params (string Name, string? Value)[] items) =>
        TicketTokens.Read(items.ToDictionary(item => item.Name, item => item.Value));
}
