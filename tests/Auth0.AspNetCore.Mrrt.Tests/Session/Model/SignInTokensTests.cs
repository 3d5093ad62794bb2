using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Tests.Session.Format;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Model;

public sealed class SignInTokensTests
{
    private readonly SessionTokens _known = Tickets.Tokens(additional: 1);
    private readonly SessionTokens _newest;

    public SignInTokensTests() =>
        _newest = _known.Next(Tickets.Set("https://api.example.com", token: "at-newest"), _known.Additional, "rt-newest", "it-newest");

    [Fact]
    public void Tokens_that_the_application_leaves_alone_become_the_newest() =>
        SignInTokens.Of(_known, _newest, new SeenTokens([_newest, _known])).Should().BeSameAs(_newest);

    /// <summary>G7. The item that names the audience is of the token that was replaced.</summary>
    [Theory]
    [InlineData("""{"aud":"https://other.example.com","scope":"read:other"}""", "https://other.example.com", "read:other")]
    [InlineData("""{"aud":"https://api.example.com","scope":"changed"}""", "https://api.example.com", "read:all write:all")]
    [InlineData("""{"sub":"names no audience"}""", "https://api.example.com", "read:all write:all")]
    [InlineData("""{"aud":5}""", null, null)]
    public void An_access_token_that_the_application_puts_there_is_filed_by_what_it_says(
        string payload, string? audience, string? scope)
    {
        var own = Tickets.Set("https://api.example.com", token: Given.Jwt(payload));
        var signIn = _known.Next(own, [], _known.RefreshToken, _known.IdToken);
        var primary = SignInTokens.Of(signIn, _newest, new SeenTokens([_newest, _known])).Primary;
        (primary?.Audience, primary?.Scope).Should().Be((audience, scope));
        if (audience is not null)
        {
            (primary!.AccessToken, primary.ExpiresAt).Should().Be((own.AccessToken, own.ExpiresAt));
        }
    }

    [Theory]
    [InlineData("rt-own", null, null)]
    [InlineData(null, "it-own", null)]
    [InlineData(null, null, "at-own")]
    public void Each_token_that_the_application_changes_stays_what_it_made_it(string? refreshToken, string? idToken, string? accessToken)
    {
        var signIn = _known.Next(
            accessToken is null ? _known.Primary : Tickets.Set("https://api.example.com", token: accessToken),
            [],
            refreshToken ?? _known.RefreshToken,
            idToken ?? _known.IdToken);
        var tokens = SignInTokens.Of(signIn, _newest, new SeenTokens([_newest, _known]));
        tokens.RefreshToken.Should().Be(refreshToken ?? "rt-newest");
        tokens.IdToken.Should().Be(idToken ?? "it-newest");
        tokens.Primary!.AccessToken.Should().Be(accessToken ?? "at-newest");
        tokens.Additional.Should().Equal(_newest.Additional);
        tokens.Generation.Should().Be(_newest.Generation);
    }

    /// <summary>An application that restores an older copy of the ticket must not bring back a used refresh token (G4).</summary>
    [Fact]
    public void The_refresh_token_of_an_older_copy_is_not_the_applications_own()
    {
        var copy = _known.Next(_known.Primary, [], "rt-older", _known.IdToken);
        SignInTokens.Of(copy, _newest, new SeenTokens([_newest, _known])).RefreshToken.Should().Be("rt-older");
        SignInTokens.Of(copy, _newest, new SeenTokens([_newest, _known], "rt-older")).RefreshToken.Should().Be("rt-newest");
    }

    [Fact]
    public void A_token_that_the_application_takes_away_is_gone()
    {
        var signIn = _known.Next(_known.Primary, [], refreshToken: null, _known.IdToken);
        SignInTokens.Of(signIn, _newest, new SeenTokens([_newest, _known])).RefreshToken.Should().BeNull();
    }
}
