using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Model;

/// <summary>One generation of a session, and how another is made of it.</summary>
public sealed class SessionTokensTests
{
    private static readonly SessionTokens Tokens = new()
    {
        SessionId = "session",
        HasIdentity = false,
        Generation = 7,
        SignIn = new SignInMark(5, 1, default),
        Scheme = "Auth0",
        Primary = Given.Set("secret-p", Given.Orders, "a", "a"),
        Additional = [Given.Set("secret-a", Given.Inventory, "a", "a")],
        AudiencesRefused = AudienceRefusals.With(AudienceRefusals.Read(null), Given.Admin, Given.Now),
        RefreshToken = "secret-rt",
        IdToken = "secret-it",
    };

    [Fact]
    public void The_next_generation_is_the_same_but_for_what_is_given()
    {
        var next = Tokens.Next(null, [], "rt", "it");
        next.Generation.Should().Be(8);
        next.RefreshToken.Should().Be("rt");
        next.IdToken.Should().Be("it");
        next.Primary.Should().BeNull();
        next.Additional.Should().BeEmpty();
        next.Should().BeEquivalentTo(Tokens, options => options
            .Including(it => it.SessionId).Including(it => it.HasIdentity).Including(it => it.SignIn)
            .Including(it => it.Scheme).Including(it => it.AudiencesRefused));
        next.AudiencesRefused.Should().HaveCount(1);
        Tokens.Next(null, [], "rt", "it", AudienceRefusals.Read(null)).AudiencesRefused.Should().BeEmpty("so it was given");
    }

    [Fact]
    public void Another_mark_or_other_additional_tokens_change_nothing_else()
    {
        var marked = Tokens.With(new SignInMark(7, 2, default));
        marked.SignIn.Generation.Should().Be(7);
        marked.Should().BeEquivalentTo(Tokens, options => options.Excluding(it => it.SignIn));
        var fewer = Tokens.With([]);
        fewer.Additional.Should().BeEmpty();
        fewer.Should().BeEquivalentTo(Tokens, options => options.Excluding(it => it.Additional));
    }

    [Fact]
    public void A_session_has_a_name_of_its_own_unless_it_says_otherwise() =>
        new SessionTokens { SessionId = "s", Generation = 0 }.HasIdentity.Should().BeTrue();

    /// <summary>A debugger or a log shows what they are, and no token.</summary>
    [Fact]
    public void What_holds_tokens_says_how_many_or_how_old_and_shows_none()
    {
        Tokens.ToString().Should().Contain("generation 7").And.NotContain("secret");
        Tokens.SignIn.ToString().Should().Contain("generation 5");
        new SeenTokens([Tokens, Tokens], "secret").ToString().Should().Contain("2 generations").And.NotContain("secret");
        new PackedText("secret").ToString().Should().Contain("packed").And.NotContain("secret");
        Tokens.Primary!.ToString().Should().Contain(Given.Orders).And.NotContain("secret");
    }
}
