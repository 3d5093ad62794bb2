using Auth0.AspNetCore.Mrrt.Tokens;
using static Auth0.AspNetCore.Mrrt.Tests.Tokens.Given;

namespace Auth0.AspNetCore.Mrrt.Tests.Tokens;

/// <summary>conformance.md, "Scopes and lookup" [ours]: what was not granted is not presented as granted.</summary>
public sealed class GrantedTokenTests
{
    [Fact]
    public void A_full_grant_says_what_the_token_is()
    {
        var result = GrantedToken.Result(Set("t", Orders, "b a", "a"), Need(Orders, "a"));
        result.Succeeded.Should().BeTrue();
        result.Token.Should().BeEquivalentTo(new
        {
            Value = "t",
            ExpiresAt = Now.AddHours(1),
            TokenType = "Bearer",
            Scopes = new[] { "b", "a" },
        });
        result.MissingScopes.Should().BeEmpty();
        result.Reason.Should().BeNull();
    }

    [Fact]
    public void A_partial_grant_says_what_is_missing()
    {
        var result = GrantedToken.Result(Set("t", Orders, "a", "a b c"), Need(Orders, "c a b"));
        result.Token!.Value.Should().Be("t");
        result.MissingScopes.Should().Equal("c", "b");
    }

    [Theory]
    [InlineData("a", "b")]
    [InlineData("a", "b c b")]
    [InlineData(null, "a")]
    [InlineData("", "a a")]
    public void A_grant_of_nothing_that_was_asked_for_is_no_token(string? granted, string needed)
    {
        var result = GrantedToken.Result(Set("the-token", Orders, granted, needed), Need(Orders, needed));
        result.Succeeded.Should().BeFalse();
        result.Token.Should().BeNull();
        result.Reason.Should().Be(AccessTokenFailure.ScopeNotGranted);
        result.ErrorDescription.Should().EndWith(
            string.Join(' ', needed.Split(' ').Distinct()) + ".").And.NotContain("the-token");
    }

    [Fact]
    public void Who_asks_for_no_scope_lacks_none() =>
        GrantedToken.Result(Set("t", Orders, null, null), Need(Orders)).Succeeded.Should().BeTrue();
}
