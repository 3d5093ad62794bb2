using System.Globalization;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tests.Tokens;
using Auth0.AspNetCore.Mrrt.Tokens;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Ticket;

/// <summary>Ticket to tokens and back; conformance.md, "Expiry" and "Writing"; official SDK 13 and 14.</summary>
public sealed class TicketTokensTests
{
    /// <summary>A session that the official SDK wrote: the framework's items, and its JSON list.</summary>
    [Fact]
    public void A_session_of_the_official_sdk_is_taken_over()
    {
        var accessToken = Given.Jwt("""{"aud":["https://orders.example.com","https://t/userinfo"],"scope":"openid read:orders"}""");
        var tokens = TicketTokens.Read(new Dictionary<string, string?>
        {
            [".Token.access_token"] = accessToken,
            [".Token.expires_at"] = "2026-03-01T13:00:00.0000000+00:00",
            [".Token.refresh_token"] = "rt",
            [".Token.id_token"] = "it",
            [".Token.token_type"] = "Bearer",
            [".TokenNames"] = "access_token;id_token;refresh_token;token_type;expires_at",
            [".AuthScheme"] = "Auth0",
            [".Token.access_tokens"] = """
                [{"access_token":"at-1","expires_at":1772370000,"audience":"https://inventory.example.com",
                  "scope":"read:inventory","requested_scope":"read:inventory write:inventory","token_type":"DPoP"},
                 {"access_token":"at-2","expires_at":1772370000,"audience":"https://admin.example.com"}]
                """,
        });
        tokens.Should().BeEquivalentTo(new
        {
            SessionId = SessionIdentity.Derive(new Dictionary<string, string?> { [TicketItems.RefreshToken] = "rt" }),
            Generation = 0,
            Scheme = "Auth0",
            RefreshToken = "rt",
            IdToken = "it",
            Primary = new
            {
                AccessToken = accessToken,
                Audience = Given.Orders,
                Scope = "openid read:orders",
                RequestedScope = (string?)null,
                TokenType = "Bearer",
                ExpiresAt = Given.Now.AddHours(1),
            },
            Additional = new object[]
            {
                new
                {
                    AccessToken = "at-1",
                    Audience = Given.Inventory,
                    Scope = "read:inventory",
                    RequestedScope = "read:inventory write:inventory",
                    TokenType = "DPoP",
                    ExpiresAt = Given.Now.AddHours(1),
                    UsedAt = DateTimeOffset.UnixEpoch,
                },
                new
                {
                    AccessToken = "at-2",
                    Audience = Given.Admin,
                    Scope = (string?)null,
                    RequestedScope = (string?)null,
                    TokenType = "Bearer",
                    ExpiresAt = Given.Now.AddHours(1),
                },
            },
        });
        TokenMatch.Find(tokens, Given.Need(Given.Orders, "read:orders"), Given.Now, TimeSpan.Zero).Should().BeSameAs(tokens.Primary);
        TokenMatch.Find(tokens, Given.Need(Given.Inventory, "read:inventory write:inventory"), Given.Now, TimeSpan.Zero)
            .Should().BeSameAs(tokens.Additional[0]);
    }

    /// <summary>An opaque token of another handler does not tell its audience: it is served for none in particular.</summary>
    [Fact]
    public void An_opaque_token_of_another_handler_is_for_the_default_audience()
    {
        var primary = Read((TicketItems.AccessToken, "opaque")).Primary!;
        primary.Audience.Should().BeNull();
        primary.Scope.Should().BeNull();
        primary.TokenType.Should().Be("Bearer");
    }

    /// <summary>T12. The token names an API, and not clearly which. The call for the default audience must not get it either.</summary>
    [Theory]
    [InlineData("""{"aud":"https://orders.example.com","aud":"https://admin.example.com"}""")]
    [InlineData("""{"aud":"https://orders.example.com","sub":"a","sub":"b"}""")]
    [InlineData("""{"aud":5}""")]
    [InlineData("""{"aud":""}""")]
    [InlineData("""{"aud":["","https://orders.example.com"]}""")]
    public void A_token_of_another_handler_whose_audience_is_not_clear_is_for_no_call(string payload)
    {
        var tokens = Read((TicketItems.AccessToken, Given.Jwt(payload)), (TicketItems.RefreshToken, "rt"));
        tokens.Primary.Should().BeNull();
        tokens.RefreshToken.Should().Be("rt");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"aud":[]}""")]
    public void A_token_of_another_handler_that_names_no_audience_is_for_the_default_audience(string payload) =>
        Read((TicketItems.AccessToken, Given.Jwt(payload))).Primary!.Audience.Should().BeNull();

    /// <summary>The primary slot is matched by the audience of this login, and not by what the token names first.</summary>
    [Theory]
    [InlineData(Given.Admin, Given.Admin)]
    [InlineData("", null)]
    public void A_login_of_this_library_tells_its_own_audience_and_scopes(string? marked, string? audience)
    {
        var primary = Read(
            (TicketItems.AccessToken, Given.Jwt("""{"aud":"https://orders.example.com","scope":"a"}""")),
            (TicketItems.Audience, marked),
            (TicketItems.RequestedScope, "a b")).Primary!;
        primary.Audience.Should().Be(audience);
        primary.Scope.Should().BeNull();
        primary.RequestedScope.Should().Be("a b");
    }

    [Fact]
    public void The_scope_item_goes_before_what_the_token_names() =>
        Read((TicketItems.AccessToken, Given.Jwt("""{"scope":"a"}""")), (TicketItems.Scope, "b")).Primary!.Scope.Should().Be("b");

    /// <summary>"Expiry" and official SDK 14: what cannot be read is expired, and one exchange mends it.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("1700000000")]
    [InlineData("2026-13-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59-14:00")]
    public void An_expiry_that_cannot_be_read_has_passed(string? expiresAt) =>
        Read((TicketItems.AccessToken, "t"), (TicketItems.ExpiresAt, expiresAt)).Primary!.ExpiresAt
            .Should().Be(DateTimeOffset.MinValue);

    [Theory]
    [InlineData("2026-03-01T12:00:00Z")]
    [InlineData("2026-03-01T12:00:00")]
    [InlineData("2026-03-01T14:00:00+02:00")]
    [InlineData("Sun, 01 Mar 2026 12:00:00 GMT")]
    public void An_expiry_is_a_moment_whatever_the_server_s_time_zone(string expiresAt)
    {
        var read = Read((TicketItems.AccessToken, "t"), (TicketItems.ExpiresAt, expiresAt)).Primary!.ExpiresAt;
        read.Should().Be(Given.Now);
        read.Offset.Should().Be(TimeSpan.Zero);
    }

    [Fact]
    public void An_expiry_is_read_the_same_in_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("th-TH");
            var items = Written(Tokens());
            items[TicketItems.ExpiresAt].Should().StartWith("2026-03-01T13:00:00");
            items[TicketItems.Generation].Should().Be("3");
            TicketTokens.Read(items).Should().BeEquivalentTo(Tokens());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("0", 0)]
    [InlineData("-1", 0)]
    [InlineData(" 7", 0)]
    [InlineData("x", 0)]
    [InlineData("99999999999999999999", 0)]
    [InlineData(null, 0)]
    public void A_generation_that_cannot_be_read_is_the_first(string? text, long generation) =>
        Read((TicketItems.Generation, text)).Generation.Should().Be(generation);

    [Fact]
    public void The_mark_names_the_session_and_an_empty_mark_is_none()
    {
        Read((TicketItems.SessionId, "marked"), (TicketItems.RefreshToken, "rt")).SessionId.Should().Be("marked");
        Read((TicketItems.SessionId, ""), (TicketItems.RefreshToken, "rt")).SessionId
            .Should().Be(Read((TicketItems.RefreshToken, "rt")).SessionId);
    }

    [Fact]
    public void Empty_items_are_missing_ones()
    {
        var tokens = Read(
            (TicketItems.AccessToken, ""), (TicketItems.RefreshToken, ""), (TicketItems.IdToken, ""), (TicketItems.Scheme, ""));
        tokens.Primary.Should().BeNull();
        tokens.RefreshToken.Should().BeNull();
        tokens.IdToken.Should().BeNull();
        tokens.Scheme.Should().BeNull();
        tokens.Additional.Should().BeEmpty();
    }

    [Fact]
    public void What_is_written_is_read_the_same()
    {
        TicketTokens.Read(Written(Tokens())).Should().BeEquivalentTo(Tokens());
        var bare = new SessionTokens { SessionId = "s", Generation = 0 };
        TicketTokens.Read(Written(bare)).Should().BeEquivalentTo(bare);
    }

    [Fact]
    public void The_audiences_that_were_refused_are_written_and_read_the_same()
    {
        var tokens = Given.Holding().Next(
            null, [], "rt", "it", AudienceRefusals.With(Tokens().AudiencesRefused, Given.Admin, Given.Now));
        TicketTokens.Read(Written(tokens)).AudiencesRefused.Should().Equal(tokens.AudiencesRefused).And.HaveCount(1);
        var items = Written(tokens);
        TicketTokens.Write(Tokens(), items);
        items.Keys.Should().NotContain(".Auth0.audiences_refused");
    }

    /// <summary>What <c>HttpContext.GetTokenAsync</c> and <c>GetTokens</c> read.</summary>
    [Fact]
    public void The_items_have_the_framework_s_names_and_are_listed()
    {
        var items = Written(Tokens());
        items.Should().Contain(".Token.access_token", "p").And.Contain(".Token.token_type", "Bearer")
            .And.Contain(".Token.refresh_token", "rt-3").And.Contain(".Token.id_token", "it-3")
            .And.Contain(".Token.scope", "a").And.Contain(".AuthScheme", "Auth0")
            .And.Contain(".Token.expires_at", "2026-03-01T13:00:00.0000000+00:00")
            .And.Contain(".TokenNames", "access_token;id_token;refresh_token;token_type;expires_at;scope");
        items[".Token.access_tokens"].Should().StartWith("[{").And.Contain("\"requested_scope\":\"x y\"");
    }

    [Fact]
    public void What_the_application_lists_beside_ours_stays_listed_for_as_long_as_it_is_there()
    {
        var items = new Dictionary<string, string?>
        {
            [".TokenNames"] = "own;access_token;gone;scope",
            [".Token.own"] = "x",
        };
        TicketTokens.Write(Given.Holding(Given.Set("at", Given.Orders, null, null)), items);
        items.Should().Contain(".TokenNames", "access_token;id_token;refresh_token;token_type;expires_at;own");
    }

    [Fact]
    public void The_type_of_the_primary_token_is_read_from_its_item() =>
        Read((TicketItems.AccessToken, "t"), (TicketItems.TokenType, "DPoP")).Primary!.TokenType.Should().Be("DPoP");

    /// <summary>A token that is gone leaves no trace of the one before.</summary>
    [Fact]
    public void Writing_removes_what_is_no_longer_there()
    {
        var items = Written(Tokens());
        items["application's own"] = "stays";
        TicketTokens.Write(new SessionTokens { SessionId = "s", Generation = 4 }, items);
        items.Keys.Should().NotContain(
            [".Token.access_token", ".Token.refresh_token", ".Token.id_token", ".Token.access_tokens", ".Token.scope", ".AuthScheme"]);
        items.Should().Contain(".TokenNames", "").And.Contain("application's own", "stays");
    }

    [Fact]
    public void A_primary_token_without_audience_and_scopes_stays_one()
    {
        var primary = Given.Set(Given.Jwt("""{"aud":"x","scope":"y"}"""), null, null, null);
        TicketTokens.Read(Written(Given.Holding(primary))).Primary.Should().BeEquivalentTo(
            primary, options => options.Excluding(set => set.UsedAt));
    }

    private static SessionTokens Tokens() => Given.Holding(
        new AccessTokenSet
        {
            AccessToken = "p",
            Audience = Given.Orders,
            Scope = "a",
            RequestedScope = "a b",
            ExpiresAt = Given.Now.AddHours(1),
        },
        Given.Set("t1", Given.Inventory, "x", "x y"),
        Given.Set("t2", null, null, null, usedAt: 7));

    private static Dictionary<string, string?> Written(SessionTokens tokens)
    {
        var items = new Dictionary<string, string?>();
        TicketTokens.Write(tokens, items);
        return items;
    }

    private static SessionTokens Read(params (string Name, string? Value)[] items) =>
        TicketTokens.Read(items.ToDictionary(item => item.Name, item => item.Value));
}
