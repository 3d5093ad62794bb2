using System.Collections.Immutable;
using System.Globalization;
using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Session.Format.Version1;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Auth0.AspNetCore.Mrrt.Tests.Session.Format;
using Auth0.AspNetCore.Mrrt.Tests.Session.Format.Version1;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Authentication;
using Xunit.Abstractions;

namespace Auth0.AspNetCore.Mrrt.Tests.Generated;

/// <summary>Whatever a ticket holds, the compact format gives back. <c>FUZZ_SEED</c> repeats a run.</summary>
public sealed class TicketRoundTripTests(ITestOutputHelper output)
{
    private static readonly Gen<string> Text = Gen.Frequency(
        (4, Gen.Elements("", "a", "openid profile", "https://api.example.com", "https://api.example.com/v2", "é𝄞", "Bearer", "\0;%")),
        (1, Gen.Choose(0, 2000).Select(length => new string('x', length))),
        (1, Gen.Choose(0, 1_000_000).Select(number => number.ToString(CultureInfo.InvariantCulture))));

    private static readonly Gen<string> Token = Gen.Frequency(
        (3, Gen.Choose(1, 5).Select(number => Tickets.Jwt($"https://api-{number}.example.com"))),
        (1, Gen.Elements("opaque", "a.b.c", "eyJh.eyJh.", "..", "eyJhbB.eyJh.eyJh", "é.é.é")));

    private static readonly Gen<DateTimeOffset> Moment = Gen.Frequency(
        (5, Gen.Choose(-100_000, 100_000).Select(seconds => Tickets.Now.AddSeconds(seconds))),
        (1, Gen.Elements(DateTimeOffset.UnixEpoch, DateTimeOffset.FromUnixTimeSeconds(253402300799))));

    private static readonly Gen<AccessTokenSet> Set =
        from token in Token
        from audience in OrNone(Text.Where(text => text.Length > 0))
        from scope in OrNone(Text)
        from requested in OrNone(Text)
        from expires in Moment
        from obtained in Moment
        from used in Moment
        from refused in Gen.Frequency((2, Gen.Constant((DateTimeOffset?)null)), (1, Moment.Select(moment => (DateTimeOffset?)moment)))
        from type in Gen.Elements("Bearer", "Bearer", "DPoP", "N_A")
        select new AccessTokenSet
        {
            AccessToken = token,
            Audience = audience,
            Scope = scope,
            RequestedScope = requested,
            ExpiresAt = expires,
            ObtainedAt = obtained,
            UsedAt = used,
            RefusedUntil = refused,
            TokenType = type,
        };

    private static readonly Gen<SessionTokens> Tokens =
        from id in Text.Where(text => text.Length > 0)
        from generation in Gen.Choose(0, int.MaxValue)
        from scheme in OrNone(Text.Where(text => text.Length > 0))
        from primary in Gen.Frequency((3, Set.Select(set => (AccessTokenSet?)set)), (1, Gen.Constant((AccessTokenSet?)null)))
        from ticks in Gen.Choose(0, 9_999_999)
        from additional in Set.ListOf()
        from refresh in OrNone(Token)
        from idToken in OrNone(Token)
        from refused in Text.Zip(Moment).ListOf()
        select new SessionTokens
        {
            SessionId = id,
            Generation = generation,
            Scheme = scheme,
            Primary = primary,
            Additional = [.. additional],
            RefreshToken = refresh,
            IdToken = idToken,
            AudiencesRefused = refused.DistinctBy(pair => pair.Item1).ToImmutableDictionary(pair => pair.Item1, pair => pair.Item2),
        };

    private static readonly Gen<AuthenticationTicket> Ticket =
        from tokens in Tokens
        from kept in Gen.Elements(true, true, false)
        from others in Text.Zip(OrNone(Gen.OneOf(Text, Token))).ListOf()
        from claims in Text.Zip(Text).Zip(Text).ListOf()
        from scheme in Text
        from persistent in Gen.Elements(true, false)
        select Make(tokens, kept, others, claims.Select(claim => new Claim(claim.Item1.Item1, claim.Item1.Item2, claim.Item2)), scheme, persistent);

    private readonly ulong _seed =
        ulong.TryParse(Environment.GetEnvironmentVariable("FUZZ_SEED"), CultureInfo.InvariantCulture, out var given)
            ? given
            : (ulong)Random.Shared.NextInt64();

    [Fact]
    public void The_tokens_of_a_session_come_back() => Check(Prop.ForAll(Arb.From(Tokens), tokens =>
    {
        var together = TokenBytes.Read(TokenBytes.Of(tokens));
        var (first, separate) = TokenBytes.OfParts(tokens);
        var apart = TokenBytes.Read(first, separate?.Sealed);
        var earlier = TokensOfVersion1.Read(new PayloadReader(WriterOfVersion1.Tokens(tokens), KnownTexts.CountInVersion1), new TokenTexts());
        return Told(together) == Told(tokens) && Told(apart) == Told(tokens) && Told(earlier) == Told(tokens);
    }));

    [Fact]
    public void A_ticket_comes_back() => Check(Prop.ForAll(Arb.From(Ticket), ticket =>
    {
        var read = TicketPayload.Read(TicketPayload.Write(ticket));
        var again = TicketPayload.Read(TicketPayload.Write(read));
        return Told(read) == Told(ticket) && Told(again) == Told(ticket);
    }));

    private static Gen<string?> OrNone(Gen<string> some) =>
        Gen.Frequency((3, some.Select(text => (string?)text)), (1, Gen.Constant((string?)null)));

    private static AuthenticationTicket Make(
        SessionTokens tokens,
        bool kept,
        IEnumerable<(string, string?)> others,
        IEnumerable<Claim> claims,
        string scheme,
        bool persistent)
    {
        var properties = new AuthenticationProperties { IssuedUtc = Tickets.Now, ExpiresUtc = Tickets.Now.AddDays(1), IsPersistent = persistent };
        foreach (var (name, value) in others)
        {
            properties.Items[name] = value;
        }

        if (kept)
        {
            TicketTokens.Write(tokens, properties.Items);
        }

        return new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(claims, "type")), properties, scheme);
    }

    private static string Told(AuthenticationTicket ticket) => string.Join(
        '\n',
        ticket.Properties.Items.OrderBy(item => item.Key, StringComparer.Ordinal).Select(item => $"{item.Key}={item.Value ?? "none"}")
            .Concat(ticket.Principal.Claims.Select(claim => $"{claim.Type}:{claim.Value}:{claim.ValueType}:{claim.Issuer}"))
            .Append(ticket.AuthenticationScheme)
            .Append(ticket.Principal.Identity!.AuthenticationType));

    private static string Told(SessionTokens tokens) => string.Join(
        '\n',
        tokens.AudiencesRefused.OrderBy(refusal => refusal.Key, StringComparer.Ordinal).Select(refusal => $"{refusal.Key}={refusal.Value:O}")
            .Concat(tokens.Additional.Select(Told))
            .Append(tokens.Primary is { } primary ? Told(primary) : "none")
            .Append($"{tokens.SessionId}|{tokens.Generation}|{tokens.Scheme ?? "none"}|{tokens.RefreshToken ?? "none"}|{tokens.IdToken ?? "none"}"));

    private static string Told(AccessTokenSet set) =>
        $"{set.AccessToken}|{set.Audience ?? "none"}|{set.Scope ?? "none"}|{set.RequestedScope ?? "none"}|{set.TokenType}"
        + $"|{set.ExpiresAt:O}|{set.ObtainedAt:O}|{set.UsedAt:O}|{set.RefusedUntil:O}";

    private void Check(Property property)
    {
        output.WriteLine($"FUZZ_SEED={_seed}");
        property.Check(Config.QuickThrowOnFailure.WithMaxTest(400).WithReplay(_seed, 1));
    }
}
