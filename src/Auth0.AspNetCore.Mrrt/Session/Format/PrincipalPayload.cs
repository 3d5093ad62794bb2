using System.Security.Claims;

namespace Auth0.AspNetCore.Mrrt.Session.Format;

/// <summary>A principal, with everything that the framework's own format keeps of it.</summary>
internal static class PrincipalPayload
{
    /// <summary>An actor may have an actor (RFC 8693, section 4.1); nobody needs more of them.</summary>
    private const int MostActors = 8;

    [Flags]
    private enum Parts : byte
    {
        None = 0,
        ValueType = 1,
        Issuer = 2,
        OriginalIssuer = 4,
        Properties = 8,
    }

    public static void Write(PayloadWriter writer, ClaimsPrincipal principal)
    {
        ClaimsIdentity[] identities = [.. principal.Identities];
        writer.Number(identities.Length);
        foreach (var identity in identities)
        {
            Write(writer, identity, MostActors);
        }
    }

    public static ClaimsPrincipal Read(PayloadReader reader)
    {
        var principal = new ClaimsPrincipal();
        for (var left = reader.Count(); left > 0; left--)
        {
            principal.AddIdentity(ReadIdentity(reader, MostActors));
        }

        return principal;
    }

    private static void Write(PayloadWriter writer, ClaimsIdentity identity, int actors)
    {
        writer.Text(identity.AuthenticationType ?? "");
        writer.Text(identity.NameClaimType);
        writer.Text(identity.RoleClaimType);
        Claim[] claims = [.. identity.Claims];
        writer.Number(claims.Length);
        foreach (var claim in claims)
        {
            Write(writer, claim);
        }

        writer.Text(identity.BootstrapContext as string);
        var actor = actors > 0 ? identity.Actor : null;
        writer.Byte(actor is null ? (byte)0 : (byte)1);
        if (actor is not null)
        {
            Write(writer, actor, actors - 1);
        }
    }

    private static ClaimsIdentity ReadIdentity(PayloadReader reader, int actors)
    {
        var identity = new ClaimsIdentity(reader.RequiredText(), reader.RequiredText(), reader.RequiredText());
        for (var left = reader.Count(); left > 0; left--)
        {
            identity.AddClaim(ReadClaim(reader, identity));
        }

        identity.BootstrapContext = reader.Text();
        identity.Actor = reader.Byte() switch
        {
            0 => null,
            1 when actors > 0 => ReadIdentity(reader, actors - 1),
            _ => throw new FormatException("An actor is neither there nor missing."),
        };
        return identity;
    }

    private static void Write(PayloadWriter writer, Claim claim)
    {
        var parts =
            (claim.ValueType != ClaimValueTypes.String ? Parts.ValueType : Parts.None)
            | (claim.Issuer != ClaimsIdentity.DefaultIssuer ? Parts.Issuer : Parts.None)
            | (claim.OriginalIssuer != claim.Issuer ? Parts.OriginalIssuer : Parts.None)
            | (claim.Properties.Count > 0 ? Parts.Properties : Parts.None);
        writer.Byte((byte)parts);
        writer.Text(claim.Type);
        writer.Text(claim.Value);
        if (parts.HasFlag(Parts.ValueType))
        {
            writer.Text(claim.ValueType);
        }

        if (parts.HasFlag(Parts.Issuer))
        {
            writer.Text(claim.Issuer);
        }

        if (parts.HasFlag(Parts.OriginalIssuer))
        {
            writer.Text(claim.OriginalIssuer);
        }

        if (parts.HasFlag(Parts.Properties))
        {
            writer.Number(claim.Properties.Count);
            foreach (var (name, value) in claim.Properties)
            {
                writer.Text(name);
                writer.Text(value ?? ""); // as the framework's format has it
            }
        }
    }

    private static Claim ReadClaim(PayloadReader reader, ClaimsIdentity subject)
    {
        var parts = (Parts)reader.Byte();
        var type = reader.RequiredText();
        var value = reader.RequiredText();
        var valueType = parts.HasFlag(Parts.ValueType) ? reader.RequiredText() : ClaimValueTypes.String;
        var issuer = parts.HasFlag(Parts.Issuer) ? reader.RequiredText() : ClaimsIdentity.DefaultIssuer;
        var originalIssuer = parts.HasFlag(Parts.OriginalIssuer) ? reader.RequiredText() : issuer;
        var claim = new Claim(type, value, valueType, issuer, originalIssuer, subject);
        for (var left = parts.HasFlag(Parts.Properties) ? reader.Count() : 0; left > 0; left--)
        {
            claim.Properties[reader.RequiredText()] = reader.RequiredText();
        }

        return claim;
    }
}
