using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tenant;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Ticket;

/// <summary>Which client a session's tokens were issued to: they must not be sent to another tenant.</summary>
public sealed class SessionClientTests
{
    private static readonly string ClientA = ClientMark.Of("https://t/", "a");
    private static readonly string OfA = Given.Jwt("""{"iss":"https://t/","aud":"a"}""");
    private static readonly string OfB = Given.Jwt("""{"iss":"https://t/","aud":"b"}""");

    /// <summary>OpenID Connect Core 1.0, section 2.</summary>
    [Theory]
    [InlineData("""{"iss":"https://t/","aud":"a"}""", true)]
    [InlineData("""{"iss":"https://t","aud":"a"}""", true)]
    [InlineData("""{"iss":"https://t/","aud":["a"]}""", true)]
    [InlineData("""{"iss":"https://t/","aud":["a","x"],"azp":"a"}""", true)]
    [InlineData("""{"iss":"https://t/","aud":"x","azp":"a"}""", true)]
    [InlineData("""{"iss":"https://t/","azp":"a"}""", true)]
    [InlineData("""{"iss":"https://t/","aud":["a","x"]}""", false)]
    [InlineData("""{"iss":"https://t/","aud":[]}""", false)]
    [InlineData("""{"iss":"https://t/","aud":[7]}""", false)]
    [InlineData("""{"iss":"https://t/","aud":7}""", false)]
    [InlineData("""{"iss":"https://t/"}""", false)]
    [InlineData("""{"aud":"a"}""", false)]
    [InlineData("""{"iss":7,"aud":"a"}""", false)]
    [InlineData("""{"iss":"https://t/","iss":"https://u/","aud":"a"}""", false)]
    [InlineData("[]", false)]
    public void The_authorized_party_or_the_only_audience_of_an_id_token_is_the_client(string idToken, bool tells) =>
        SessionClient.Of(items: null, With(Given.Jwt(idToken))).Should().Be(tells ? ClientA : null);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("opaque")]
    [InlineData("eyJh.eyJh")]
    [InlineData("e30.!!!.c2ln")]
    [InlineData("e30.e30.c2ln.more")]
    public void An_id_token_that_cannot_be_read_tells_no_client(string? idToken) =>
        SessionClient.Of(items: null, With(idToken)).Should().BeNull();

    [Theory]
    [InlineData("noted", true)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void What_a_ticket_notes_comes_before_what_its_tokens_tell(string? noted, bool counts)
    {
        var items = new Dictionary<string, string?> { [TicketItems.Client] = noted };
        SessionClient.Of(items, With(OfA)).Should().Be(counts ? noted : ClientA);
        items.Clear();
        SessionClient.Of(items, With(OfA)).Should().Be(ClientA);
    }

    [Fact]
    public void A_note_stays_while_the_session_has_the_tokens_that_it_was_named_for()
    {
        var items = Items(OfA);
        SessionClient.Note(items);
        items[TicketItems.Client].Should().Be(ClientA, "nothing was noted");
        items[TicketItems.Client] = "the login's";
        SessionClient.Note(items);
        items[TicketItems.Client].Should().Be("the login's");
        items[TicketItems.IdToken] = OfB;
        SessionClient.Note(items);
        items[TicketItems.Client].Should().Be(ClientMark.Of("https://t/", "b"), "the application has put other tokens there");
    }

    [Fact]
    public void Tokens_that_tell_nothing_leave_the_note_as_it_is()
    {
        var items = Items("opaque");
        SessionClient.Note(items);
        items.Should().NotContainKey(TicketItems.Client);
        items[TicketItems.Client] = "noted";
        items[TicketItems.IdToken] = "another opaque one";
        SessionClient.Note(items);
        items[TicketItems.Client].Should().Be("noted");
    }

    [Fact]
    public void Generations_differ_when_both_tell_their_client_and_not_the_same_one()
    {
        var refreshed = Given.Jwt("""{"iss":"https://t/","aud":"a","iat":2}""");
        SessionClient.Differs(With(OfA), With(OfB)).Should().BeTrue();
        SessionClient.Differs(With(OfA), With(OfA)).Should().BeFalse();
        SessionClient.Differs(With(OfA), With(refreshed)).Should().BeFalse();
        SessionClient.Differs(With(OfA), With(null)).Should().BeFalse();
        SessionClient.Differs(With("opaque"), With(OfA)).Should().BeFalse();
    }

    /// <summary>A session that was named for its ID token.</summary>
    private static Dictionary<string, string?> Items(string idToken)
    {
        var items = new Dictionary<string, string?> { [TicketItems.IdToken] = idToken };
        SessionIdentity.Name(items, "session");
        return items;
    }

    private static SessionTokens With(string? idToken) => new() { SessionId = "session", Generation = 0, IdToken = idToken };
}
