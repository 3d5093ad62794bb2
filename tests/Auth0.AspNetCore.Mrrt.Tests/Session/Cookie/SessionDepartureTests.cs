using Auth0.AspNetCore.Mrrt.Session.Cookie;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;
using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Cookie;

/// <summary>What a request notes of a session that it ends (G16).</summary>
public sealed class SessionDepartureTests : IDisposable
{
    private readonly CookieRequest _request = new();
    private readonly SessionTokens _tokens = Given.Holding();

    public void Dispose() => _request.Dispose();

    [Theory]
    [InlineData(true, "rt", true)]
    [InlineData(false, "rt", false)]
    [InlineData(true, null, false)]
    public void Only_a_session_that_others_know_and_that_can_be_continued_is_noted(
        bool hasIdentity, string? refreshToken, bool noted)
    {
        Departure().Begin(new SessionTokens
        {
            SessionId = "session",
            HasIdentity = hasIdentity,
            Generation = 3,
            RefreshToken = refreshToken,
        });
        (_request.Parts.Departed.Find("session") is not null).Should().Be(noted);
    }

    [Fact]
    public async Task The_note_has_the_tokens_of_an_exchange_that_committed_before_it()
    {
        await _request.CommitAsync(CookieRequest.Newer(_tokens, "rt-4"));
        Departure().Begin(_tokens);
        _request.Parts.Departed.Find("session")!.Newest.RefreshToken.Should().Be("rt-4");
    }

    /// <summary>The name that the tokens give is the ended session's.</summary>
    [Fact]
    public async Task A_session_that_goes_on_with_the_same_tokens_has_a_name_of_its_own()
    {
        var properties = new AuthenticationProperties();
        properties.StoreTokens([new AuthenticationToken { Name = "refresh_token", Value = "rt" }]);
        var left = TicketTokens.Read(properties.Items);
        var departure = Departure();
        departure.Begin(left);
        await _request.EndAsync(left.SessionId);
        await departure.ContinueAsync(left, properties.Items, refreshTokenOfCopy: null);
        properties.Items[TicketItems.SessionId].Should().HaveLength(22).And.NotBe(left.SessionId);
        properties.GetTokenValue("refresh_token").Should().Be("rt");
    }

    private SessionDeparture Departure() => new(_request.Cookie, _request.Parts);
}
