using System.Text.Json;
using Auth0.AspNetCore.Mrrt.Login;
using Auth0.AspNetCore.Mrrt.Login.Callback;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;
using Microsoft.AspNetCore.Authentication;
using static Auth0.AspNetCore.Mrrt.Tests.Tokens.Given;

namespace Auth0.AspNetCore.Mrrt.Tests.Login;

/// <summary>Under which API the token of a login is stored (G7).</summary>
public sealed class LoginTicketTests
{
    [Theory]
    [InlineData("""{"aud":"https://orders.example.com"}""", Orders)]
    [InlineData("""{"aud":["https://admin.example.com","https://t/userinfo"]}""", Admin)]
    [InlineData("{}", Orders)]
    public void The_token_of_a_login_is_stored_under_the_api_that_it_is_for(string payload, string audience) =>
        PrimaryOf(payload)!.Audience.Should().Be(audience);

    /// <summary>T12. The API may read the audience that the library does not.</summary>
    [Theory]
    [InlineData("""{"aud":"https://admin.example.com","aud":"https://orders.example.com"}""")]
    [InlineData("""{"aud":"https://orders.example.com","aud":"https://admin.example.com"}""")]
    [InlineData("""{"aud":5}""")]
    [InlineData("""{"aud":""}""")]
    public void A_token_of_a_login_that_names_its_api_in_no_clear_way_is_not_stored(string payload) =>
        PrimaryOf(payload).Should().BeNull();

    private static AccessTokenSet? PrimaryOf(string payload)
    {
        var login = new AuthenticationProperties { Items = { [LoginItems.Audience] = Orders, [LoginItems.Scope] = "openid" } };
        var ticket = LoginTicket.Of(
            "Auth0", "session", login, Response(Given.Jwt(payload), refreshToken: "rt"), JsonDocument.Parse("{}").RootElement, client: "mark", Now);
        var tokens = TicketTokens.Read(ticket.Items);
        tokens.RefreshToken.Should().Be("rt");
        return tokens.Primary;
    }
}
