using System.Collections.Immutable;
using Auth0.AspNetCore.Mrrt.Session.Format;
using Auth0.AspNetCore.Mrrt.Session.Model;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Format;

/// <summary>The tokens of a session as bytes: each part comes back, and bytes that make no sense are refused.</summary>
public sealed class TokenSectionsTests
{
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    [Fact]
    public void Each_part_of_a_session_comes_back()
    {
        var tokens = new SessionTokens
        {
            SessionId = "session",
            Generation = long.MaxValue,
            Scheme = "Auth0",
            RefreshToken = "rt",
            IdToken = "it",
            Primary = Set("p", "api", "a", "a b", obtained: 60, used: 30, refused: 90, expires: At.AddTicks(12_345_678)),
            Additional =
            [
                Set("earlier than the one before", "api/2", "a", "a", obtained: -60, used: -60, refused: null, At),
                Set("refused before it was obtained", null, null, "c", obtained: 5, used: 9, refused: -7, At.AddDays(1), "DPoP"),
                Set("expired when it was obtained", "", "", "", obtained: 100, used: 0, refused: 100, At),
                Set("of no type", "api", "b", null, obtained: 0, used: 0, refused: null, At, type: ""),
            ],
            AudiencesRefused = ImmutableDictionary<string, DateTimeOffset>.Empty.Add("x", At).Add("y", At.AddSeconds(1)),
        };
        var read = Read(Written(tokens));
        read.Should().BeEquivalentTo(tokens, options => options.Excluding(it => it.Primary).Excluding(it => it.Additional));
        read.Primary.Should().BeEquivalentTo(tokens.Primary);
        read.Additional[..2].Should().BeEquivalentTo(tokens.Additional[..2], options => options.WithStrictOrdering());
        read.Additional[2].Audience.Should().BeNull("an empty audience stands for none");
        read.Additional[2].Should().BeEquivalentTo(tokens.Additional[2], options => options.Excluding(set => set.Audience));
        read.Additional[3].TokenType.Should().Be("Bearer", "an empty type stands for the usual one");
        read.Additional[3].Should().BeEquivalentTo(
            tokens.Additional[3], options => options.Excluding(set => set.TokenType).Excluding(set => set.Granted));
    }

    [Fact]
    public void The_first_and_the_last_moment_come_back()
    {
        var set = Set("t", null, null, null, obtained: 0, used: 0, refused: null, DateTimeOffset.MaxValue);
        Read(Written(new() { SessionId = "s", Generation = 0, Primary = set })).Primary!.ExpiresAt.Should().Be(DateTimeOffset.MaxValue);
        set = Set("t", null, null, null, obtained: 0, used: 0, refused: null, DateTimeOffset.MinValue);
        Read(Written(new() { SessionId = "s", Generation = 0, Primary = set })).Primary!.ExpiresAt.Should().Be(DateTimeOffset.MinValue);
    }

    [Fact]
    public void Empty_texts_stand_for_none()
    {
        var read = Read(Written(new() { SessionId = "s", Generation = 0, Scheme = "", RefreshToken = "", IdToken = "" }));
        read.Scheme.Should().BeNull();
        read.RefreshToken.Should().BeNull();
        read.IdToken.Should().BeNull();
        read.Primary.Should().BeNull();
    }

    /// <summary>Each in the place of a part that makes sense.</summary>
    [Fact]
    public void A_session_without_a_name_a_moment_past_all_and_a_missing_token_are_refused()
    {
        var last = (ulong)DateTimeOffset.MaxValue.UtcTicks;
        Read(Primary("s", last, "t")).Primary!.ExpiresAt.Should().Be(DateTimeOffset.MaxValue);
        foreach (var (payload, why) in ((byte[], string)[])
            [
                (Primary("", last, "t"), "*no name*"),
                (Primary(null, last, "t"), "*no name*"),
                (Primary("s", last + 1, "t"), "*no time*"),
                (Primary("s", ulong.MaxValue, "t"), "*no time*"),
                (Primary("s", last, ""), "*missing*"),
                (Primary("s", last, null), "*missing*"),
            ])
        {
            FluentActions.Invoking(() => Read(payload)).Should().Throw<FormatException>().WithMessage(why);
        }
    }

    /// <summary>A generation that nobody reaches, and moments before 1970: whoever made them, they are numbers.</summary>
    [Fact]
    public void Numbers_past_those_of_a_session_stand_for_the_nearest_one()
    {
        var read = Read(Primary("s", 0, "t", generation: ulong.MaxValue, obtained: -5));
        read.Generation.Should().Be(long.MaxValue);
        read.Primary!.ObtainedAt.Should().Be(DateTimeOffset.UnixEpoch);

        var writer = new PayloadWriter();
        writer.Number(ulong.MaxValue);
        writer.Number(1UL << 63);
        SignInPayload.Read(new PayloadReader(writer.ToArray()))
            .Should().Be(new SignInMark(long.MaxValue, long.MaxValue, default));
    }

    /// <summary>It would come back as the largest one, and no other would ever be newer.</summary>
    [Fact]
    public void A_generation_below_zero_is_not_written()
    {
        Written(new() { SessionId = "s", Generation = 0 }).Should().NotBeEmpty();
        FluentActions.Invoking(() => Written(new() { SessionId = "s", Generation = -1 })).Should().Throw<OverflowException>();
        foreach (var mark in (SignInMark[])[new(-1, 0, default), new(0, -1, default)])
        {
            FluentActions.Invoking(() => SignInPayload.Write(new PayloadWriter(), mark)).Should().Throw<OverflowException>();
        }
    }

    /// <summary>The cookie's room is short.</summary>
    [Fact]
    public void What_a_token_has_in_common_with_the_one_before_takes_no_room()
    {
        var one = Set("t", "https://api.example.com", "read:all", "read:all", 0, 0, null, At);
        int Length(AccessTokenSet other) => Written(new() { SessionId = "s", Generation = 0, Additional = [one, other] }).Length;
        var same = Length(one);
        Length(Set("t", "https://api.example.com", "read:all", "read:all", 0, used: 1, null, At)).Should().Be(same + 1);
        Length(Set("t", "https://api.example.com", "read:all", "read:all", 0, 0, refused: 1, At)).Should().Be(same + 1);
        Length(Set("t", "https://api.example.com", "read:all", "sub", 0, 0, null, At)).Should().Be(same + 1);
        Length(Set("t", "https://api.example.com", "sub", "sub", 0, 0, null, At)).Should().Be(same + 1);
        Length(Set("t", "https://api.example.com", "read:all", "read:all", 0, 0, null, At, "DPoP")).Should().Be(same + 1);
        Length(Set("t", "https://api.example.com/", "read:all", "read:all", 0, 0, null, At)).Should().Be(same + 1);
    }

    private static AccessTokenSet Set(
        string token,
        string? audience,
        string? scope,
        string? requested,
        int obtained,
        int used,
        int? refused,
        DateTimeOffset expires,
        string type = "Bearer") => new()
        {
            AccessToken = token,
            Audience = audience,
            Scope = scope,
            RequestedScope = requested,
            ObtainedAt = At.AddSeconds(obtained),
            UsedAt = At.AddSeconds(used),
            RefusedUntil = refused is { } seconds ? At.AddSeconds(seconds) : null,
            ExpiresAt = expires,
            TokenType = type,
        };

    /// <summary>A session with a primary token, as another writer may have put it.</summary>
    private static byte[] Primary(string? sessionId, ulong expires, string? token, ulong generation = 0, long obtained = 0)
    {
        var writer = new PayloadWriter();
        var texts = new TokenTexts();
        var start = writer.BeginSection(Section.Tokens);
        writer.Text(sessionId);
        writer.Number(generation);
        writer.Text("Auth0");
        texts.Write(writer, (string?)null);
        writer.Byte(1);
        writer.Number(expires);
        writer.Byte(0);
        writer.TextAfter(null, null);
        writer.Text(null);
        writer.Signed(obtained);
        writer.Signed(0);
        texts.Write(writer, token);
        texts.Write(writer, (string?)null);
        writer.EndSection(start);
        return writer.ToArray();
    }

    private static byte[] Written(SessionTokens tokens) => TokenBytes.Of(tokens);

    private static SessionTokens Read(byte[] payload) => TokenBytes.Read(payload);
}
