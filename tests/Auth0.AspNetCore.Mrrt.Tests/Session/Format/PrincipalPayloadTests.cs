using System.Security.Claims;
using Auth0.AspNetCore.Mrrt.Session.Format;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Format;

/// <summary>How a payload keeps a user: what goes without saying takes no room, and actors have a bound.</summary>
public sealed class PrincipalPayloadTests
{
    private const int MostActors = 8;

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(MostActors, MostActors)]
    [InlineData(MostActors + 1, MostActors)]
    [InlineData(MostActors + 4, MostActors)]
    public void Eight_actors_of_actors_are_kept_and_no_more(int actors, int kept)
    {
        var identity = new ClaimsIdentity("0");
        for (var i = 1; i <= actors; i++)
        {
            identity = new ClaimsIdentity($"{i}") { Actor = identity };
        }

        var read = Read(Written(identity)).Identities.Single();
        for (var i = 0; i < kept; i++)
        {
            read.AuthenticationType.Should().Be($"{actors - i}");
            read = read.Actor!;
        }

        read.Actor.Should().BeNull();
    }

    /// <summary>Bytes that name more of them would take the reader's stack.</summary>
    [Fact]
    public void A_payload_with_more_actors_is_refused()
    {
        Read(Actors(MostActors, last: 0)).Identities.Should().ContainSingle();
        foreach (var payload in (byte[][])[Actors(MostActors + 1, last: 0), Actors(2000, last: 0), Actors(1, last: 2)])
        {
            FluentActions.Invoking(() => Read(payload)).Should().Throw<FormatException>().WithMessage("*actor*");
        }
    }

    /// <summary>Each of the values is a known text, which takes a byte.</summary>
    [Fact]
    public void What_most_claims_have_takes_no_room()
    {
        var plain = Length(new Claim("sub", "name"));
        plain.Should().Be(Length(new Claim("sub", "name", ClaimValueTypes.String, ClaimsIdentity.DefaultIssuer)));
        Length(new Claim("sub", "name", ClaimValueTypes.Boolean)).Should().Be(plain + 1);
        Length(new Claim("sub", "name", ClaimValueTypes.String, "iss", "iss")).Should().Be(plain + 1);
        Length(new Claim("sub", "name", ClaimValueTypes.String, ClaimsIdentity.DefaultIssuer, "iss")).Should().Be(plain + 1);
        Length(new Claim("sub", "name", ClaimValueTypes.String, "iss", "aud")).Should().Be(plain + 2);
        var claim = new Claim("sub", "name");
        claim.Properties["aud"] = "sid";
        Length(claim).Should().Be(plain + 3);

        static int Length(Claim claim) => Written(new ClaimsIdentity([claim], "Auth0")).Length;
    }

    [Fact]
    public void Nobody_comes_back_as_nobody()
    {
        var writer = new PayloadWriter();
        PrincipalPayload.Write(writer, new ClaimsPrincipal());
        Read(writer.ToArray()).Identities.Should().BeEmpty();
    }

    /// <summary>An identity without claims, with so many actors of the same kind.</summary>
    private static byte[] Actors(int actors, byte last)
    {
        var writer = new PayloadWriter();
        writer.Number(1);
        for (var i = 0; i <= actors; i++)
        {
            writer.Text("Auth0");
            writer.Text("name");
            writer.Text("roles");
            writer.Number(0);
            writer.Text(null);
            writer.Byte(i < actors ? (byte)1 : last);
        }

        return writer.ToArray();
    }

    private static byte[] Written(ClaimsIdentity identity)
    {
        var writer = new PayloadWriter();
        PrincipalPayload.Write(writer, new ClaimsPrincipal(identity));
        return writer.ToArray();
    }

    private static ClaimsPrincipal Read(byte[] payload) => PrincipalPayload.Read(new PayloadReader(payload));
}
