using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Tests.Session.Format.Version1;
using FluentAssertions.Equivalency;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;


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
        var (opened, _) = TwoParts.Unprotect(keys.CreateProtector("Auth0.AspNetCore.Mrrt.Session.v2"), record.Payload)!.Value;
        var forged = TwoParts.Protect(keys.CreateProtector("Auth0.AspNetCore.Mrrt.Ticket.v2"), opened, separate: null);
        new SessionProtector(keys).Unprotect("session-a", new SessionRecord(7, forged)).Should().BeNull();
    }

    /// <summary>Servers of two versions run side by side during an update.</summary>
    [Fact]
    public void A_record_of_before_means_what_it_meant()
    {
        const string Golden = "AhRzZXNzaW9uLWEHBwEEcnQtNwECaXQBgICq7djb3O8IAQEaaHR0cHM6Ly9vcmRlcnMuZXhhbXBsZS5jb20IYSBiDGEgYiBjAIDIzrQNAQRhdC"
            + "0xAhEJFWludmVudG9yeS5leGFtcGxlLmNvbWcAgMjOtA0BBGF0LTIZAGcFAIDIzrQNAQRhdC0zAA==";
        Convert.ToBase64String(WriterOfVersion1.Record(Tokens)).Should().Be(Golden);
        Opened(keys => keys.CreateProtector("Auth0.AspNetCore.Mrrt.Session.v1").Protect(Convert.FromBase64String(Golden)))
            .Should().BeEquivalentTo(Tokens, Once);
    }

    /// <summary>The part of the additional tokens stands apart, behind the first one and its length.</summary>
    [Fact]
    public void A_record_of_this_version_means_what_it_means()
    {
        const string FirstPart = "BA1TFHNlc3Npb24tYQcHAQJpdAGAgKrt2Nvc7wgBARpodHRwczovL29yZGVycy5leGFtcGxlLmNvbQhhIGIMYSBiIGMAgMjOtA0BBGF0L"
            + "TEBBHJ0LTcVEQB/yy4Uf8T1KBtbBoE39wLp";
        const string SecondPart = "n4UEy1ClxYfxi6vWvgQ1eTaaZ6cPtaLqV+rtmbwtc4jDc5dAA615Lzj5rfUbqmoA66VJlQjQt7hC7TZTErbPiCTx+SPoAx8c5FjCVQ==";
        Opened(keys =>
        {
            var first = keys.CreateProtector("Auth0.AspNetCore.Mrrt.Session.v2").Protect(Convert.FromBase64String(FirstPart));
            return [.. BitConverter.GetBytes(first.Length), .. first, .. Convert.FromBase64String(SecondPart)];
        }).Should().BeEquivalentTo(Tokens, Once);
    }

    /// <summary>Opens a record of the session.</summary>
    private static SessionTokens? Opened(Func<IDataProtectionProvider, byte[]> record)
    {
        var keys = new EphemeralDataProtectionProvider();
        return new SessionProtector(keys).Unprotect("session-a", new SessionRecord(7, record(keys)));
    }

    /// <summary>The separate part is how the tokens were kept, and no part of them.</summary>
    private static EquivalencyAssertionOptions<SessionTokens> Once(EquivalencyAssertionOptions<SessionTokens> options) =>
        options.Excluding(it => it.Separate).Excluding(it => it.IsUnopened);

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
