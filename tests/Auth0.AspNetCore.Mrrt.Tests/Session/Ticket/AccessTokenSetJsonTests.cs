using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Ticket;

/// <summary>The list of additional tokens; official SDK 13: a corrupt list is a miss.</summary>
public sealed class AccessTokenSetJsonTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("[7]")]
    [InlineData("[null]")]
    [InlineData("[{}]")]
    [InlineData("""[{"access_token":""}]""")]
    [InlineData("""[{"access_token":null}]""")]
    [InlineData("""[{"access_token":7}]""")]
    [InlineData("""[{"access_token":"t","expires_at":"soon"}]""")]
    [InlineData("""[{"access_token":"t","expires_at":99999999999999999999}]""")]
    [InlineData("""[{"access_token":"t"}""")]
    [InlineData("""[{"access_token":"\ud800"}]""")]
    [InlineData("<html>")]
    public void What_cannot_be_read_is_an_empty_list(string? json) => AccessTokenSetJson.Read(json).Should().BeEmpty();

    /// <summary>An attribute cannot hold it.</summary>
    [Fact]
    public void Half_a_surrogate_pair_is_an_empty_list() =>
        AccessTokenSetJson.Read("[{\"access_token\":\"" + '\ud800' + "\"}]").Should().BeEmpty();

    [Fact]
    public void Whoever_knows_more_members_is_understood() =>
        AccessTokenSetJson.Read("""[null,{"access_token":"t","audience":"","token_type":"","connection":{"x":[1]}}]""")
            .Should().ContainSingle().Which.Should().BeEquivalentTo(new
            {
                AccessToken = "t",
                Audience = (string?)null,
                TokenType = "Bearer",
                ExpiresAt = DateTimeOffset.UnixEpoch,
                UsedAt = DateTimeOffset.UnixEpoch,
            });

    [Theory]
    [InlineData("-1", 0)]
    [InlineData("9223372036854775807", 253402300799)]
    [InlineData("-9223372036854775808", 0)]
    [InlineData("1700000000", 1700000000)]
    public void Any_moment_is_one_that_the_calendar_knows(string seconds, long read)
    {
        var set = AccessTokenSetJson.Read($$"""[{"access_token":"t","expires_at":{{seconds}},"used_at":{{seconds}}}]""")[0];
        set.ExpiresAt.ToUnixTimeSeconds().Should().Be(read);
        set.UsedAt.ToUnixTimeSeconds().Should().Be(read);
    }

    /// <summary>The cookie's room is short: nothing is written that goes without saying.</summary>
    [Fact]
    public void What_goes_without_saying_is_not_written()
    {
        AccessTokenSetJson.Write([]).Should().BeNull();
        AccessTokenSetJson.Write([new AccessTokenSet
        {
            AccessToken = "t",
            Audience = null,
            Scope = null,
            RequestedScope = null,
            ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(7),
        }]).Should().Be("""[{"access_token":"t","expires_at":7}]""");
    }

    [Fact]
    public void Everything_else_is_written_under_the_names_of_the_official_sdk()
    {
        var set = new AccessTokenSet
        {
            AccessToken = "t",
            Audience = "aud",
            Scope = "a",
            RequestedScope = "a b",
            RefusedUntil = DateTimeOffset.FromUnixTimeSeconds(5),
            ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(7),
            ObtainedAt = DateTimeOffset.FromUnixTimeSeconds(1),
            UsedAt = DateTimeOffset.FromUnixTimeSeconds(2),
            TokenType = "DPoP",
        };
        var json = AccessTokenSetJson.Write([set]);
        json.Should().Be(
            """[{"access_token":"t","audience":"aud","scope":"a","requested_scope":"a b","refused_until":5"""
            + ""","expires_at":7,"obtained_at":1,"used_at":2,"token_type":"DPoP"}]""");
        AccessTokenSetJson.Read(json).Should().ContainSingle().Which.Should().BeEquivalentTo(set);
    }

    [Fact]
    public void An_entry_prints_no_token() =>
        Given.Set("secret", Given.Orders, "a", "a").ToString().Should().Contain(Given.Orders)
            .And.Contain("2026-03-01T13:00:00").And.NotContain("secret");

    [Fact]
    public void Without_a_token_there_is_an_empty_text_and_not_none()
    {
        AccessTokenSet.None.AccessToken.Should().BeEmpty();
        new AccessTokenSet { Audience = null, Scope = null, RequestedScope = null, ExpiresAt = default }.AccessToken
            .Should().BeEmpty();
    }

    [Fact]
    public void A_wider_memory_of_requests_changes_nothing_else()
    {
        var set = Given.Set("t", Given.Orders, "a", "a", usedAt: 5);
        var wider = set.WithRequestedScope("a b", Given.Now);
        wider.Should().BeEquivalentTo(
            set, options => options.Excluding(s => s.RequestedScope).Excluding(s => s.RefusedUntil));
        wider.RequestedScope.Should().Be("a b");
        wider.RefusedUntil.Should().Be(Given.Now);
    }
}
