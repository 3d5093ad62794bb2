using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Moq;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Format;

public sealed class SessionProtectorTests
{
    private static readonly SessionTokens Tokens = new()
    {
        SessionId = "session-a",
        Generation = 7,
        Scheme = "Auth0",
        RefreshToken = "rt-7",
        IdToken = "it",
        Primary = Set("https://orders.example.com", "at-1"),
        Additional = [Set("https://inventory.example.com", "at-2"), Set(null, "at-3")],
    };

    private readonly SessionProtector _protector = new(new EphemeralDataProtectionProvider());

    [Fact]
    public void What_was_closed_opens_the_same() =>
        _protector.Unprotect("session-a", _protector.Protect(Tokens)).Should().BeEquivalentTo(Tokens);

    [Fact]
    public void The_last_sign_in_comes_back_with_its_ticket()
    {
        var ticket = SignInTicket.Write(Tickets.Principal(), Tickets.Of(Tokens).Properties, "Cookies");
        var tokens = Tokens.With(new SignInMark(6, 2, ticket));
        var opened = _protector.Unprotect("session-a", _protector.Protect(tokens))!;
        opened.SignIn.Should().BeEquivalentTo(new { Generation = 6, Count = 2 });
        opened.Next(opened.Primary, [], "rt-8", "it").SignIn.Should().BeSameAs(opened.SignIn, "an exchange leaves it as it is");

        var newer = SignInTicket.Newer(opened, known: 5, "Cookies")!;
        newer.Principal.Claims.Should().BeEquivalentTo(Tickets.Principal().Claims, options => options.Including(claim => claim.Value));
        newer.Properties.ExpiresUtc.Should().Be(Tickets.Now.AddDays(14));
        newer.Properties.GetTokenValue("refresh_token").Should().Be("rt-7");
        SignInTicket.Newer(opened, known: 6, "Cookies").Should().BeNull("the ticket at hand is of that sign-in");
        SignInTicket.Newer(opened, known: 5, "Other").Should().BeNull("a ticket is of one cookie scheme");
        SignInTicket.Newer(tokens.With(new SignInMark(6, 2, default)), known: 5, "Cookies").Should().BeNull();
        SignInTicket.Newer(tokens.With(new SignInMark(6, 2, new byte[] { 0xA0, 9 })), known: 5, "Cookies").Should().BeNull();
    }

    [Fact]
    public void A_ticket_of_extraordinary_size_is_not_put_into_a_record()
    {
        var properties = new AuthenticationProperties { Items = { ["large"] = new string('x', SignInTicket.MaxBytes) } };
        SignInTicket.Write(Tickets.Principal(), properties, "Cookies").IsEmpty.Should().BeTrue();
    }

    /// <summary>Who can write to the backend could file an older record under a newer number.</summary>
    [Fact]
    public void A_record_filed_under_another_number_does_not_open() =>
        _protector.Unprotect("session-a", new SessionRecord(8, _protector.Protect(Tokens).Payload.ToArray())).Should().BeNull();

    [Fact]
    public void A_record_filed_under_another_session_does_not_open() =>
        _protector.Unprotect("session-b", _protector.Protect(Tokens)).Should().BeNull();

    [Fact]
    public void A_record_of_other_keys_or_no_record_does_not_open()
    {
        var elsewhere = new SessionProtector(new EphemeralDataProtectionProvider());
        _protector.Unprotect("session-a", elsewhere.Protect(Tokens)).Should().BeNull();
        _protector.Unprotect("session-a", new SessionRecord(1, [1, 2, 3])).Should().BeNull();
        _protector.Unprotect("session-a", null).Should().BeNull();
    }

    /// <summary>A record of before an update opens after it, and a seal for anything else closes no record.</summary>
    [Fact]
    public void The_seal_of_records_is_their_own_and_stays_as_it_is()
    {
        var keys = new EphemeralDataProtectionProvider();
        var record = new SessionProtector(keys).Protect(Tokens);
        var opened = keys.CreateProtector("Auth0.AspNetCore.Mrrt.Session.v1").Unprotect(record.Payload.ToArray());
        var forged = keys.CreateProtector("Auth0.AspNetCore.Mrrt.Ticket.v1").Protect(opened);
        new SessionProtector(keys).Unprotect("session-a", new SessionRecord(7, forged)).Should().BeNull();
    }

    /// <summary>Servers of two versions run side by side during an update.</summary>
    [Fact]
    public void A_record_of_before_means_what_it_meant()
    {
        const string Golden = "AhRzZXNzaW9uLWEHBwEEcnQtNwECaXQBgICq7djb3O8IAQEaaHR0cHM6Ly9vcmRlcnMuZXhhbXBsZS5jb20IYSBiDGEgYiBjAIDIzrQNAQRhdC"
            + "0xAhEJFWludmVudG9yeS5leGFtcGxlLmNvbWcAgMjOtA0BBGF0LTIZAGcFAIDIzrQNAQRhdC0zAA==";
        var plain = new Mock<IDataProtector>();
        plain.Setup(it => it.CreateProtector(It.IsAny<string>())).Returns(plain.Object);
        plain.Setup(it => it.Protect(It.IsAny<byte[]>())).Returns((byte[] bytes) => bytes);
        plain.Setup(it => it.Unprotect(It.IsAny<byte[]>())).Returns((byte[] bytes) => bytes);
        var protector = new SessionProtector(plain.Object);

        Convert.ToBase64String(protector.Protect(Tokens).Payload.Span).Should().Be(Golden);
        protector.Unprotect("session-a", new SessionRecord(7, Convert.FromBase64String(Golden))).Should().BeEquivalentTo(Tokens);
    }

    [Fact]
    public void A_record_shows_no_token()
    {
        var payload = System.Text.Encoding.Latin1.GetString(_protector.Protect(Tokens).Payload.Span);
        payload.Should().NotContain("rt-7").And.NotContain("at-1");
        Tokens.ToString().Should().Contain("generation 7").And.NotContain("rt-7");
        Tokens.Primary!.ToString().Should().NotContain("at-1");
    }

    [Fact]
    public void Only_a_newer_generation_of_the_same_session_and_login_takes_its_place()
    {
        var next = Tokens.Next(Tokens.Primary, Tokens.Additional, "rt-8", "it");
        _protector.Newer(Tokens, _protector.Protect(next))!.RefreshToken.Should().Be("rt-8");
        _protector.Newer(Tokens, _protector.Protect(Tokens)).Should().BeNull();
        _protector.Newer(next, _protector.Protect(Tokens)).Should().BeNull();
        _protector.Newer(Tokens, null).Should().BeNull();
        _protector.Newer(Of("session-b", "Auth0"), _protector.Protect(next)).Should().BeNull();
        _protector.Newer(Of("session-a", "Other"), _protector.Protect(next)).Should().BeNull();
        _protector.Newer(Of("session-a", "Auth0"), _protector.Protect(next)).Should().NotBeNull();

        static SessionTokens Of(string session, string scheme) => new() { SessionId = session, Scheme = scheme, Generation = 1 };
    }

    private static AccessTokenSet Set(string? audience, string token) => new()
    {
        AccessToken = token,
        Audience = audience,
        Scope = "a b",
        RequestedScope = "a b c",
        ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000),
        TokenType = audience is null ? "DPoP" : "Bearer",
    };
}
