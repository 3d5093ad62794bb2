using Auth0.AspNetCore.Mrrt.Session.Model;

namespace Auth0.AspNetCore.Mrrt.Session.Format.Version1;

/// <summary>Reads records of the coordinator as the versions before sections wrote them.</summary>
internal static class RecordOfVersion1
{
    /// <summary>What such a record was protected for.</summary>
    public const string Purpose = "Auth0.AspNetCore.Mrrt.Session.v1";

    private const byte Version = 2;

    /// <summary>A sign-in within the session and its ticket follow the tokens.</summary>
    private const byte VersionWithSignIn = 3;

    /// <returns>The tokens. Null for another version.</returns>
    /// <exception cref="FormatException">The payload makes no sense.</exception>
    public static SessionTokens? Read(byte[] payload)
    {
        var reader = new PayloadReader(payload, KnownTexts.CountInVersion1);
        var tokens = reader.Byte() switch
        {
            Version => TokensOfVersion1.Read(reader, new TokenTexts()),
            VersionWithSignIn => ReadWithSignIn(reader),
            _ => null,
        };
        return reader.Remaining == 0 ? tokens : null;
    }

    private static SessionTokens ReadWithSignIn(PayloadReader reader)
    {
        var tokens = TokensOfVersion1.Read(reader, new TokenTexts());
        var signIn = SignInPayload.Read(reader);
        var (start, length) = reader.Bytes();
        return tokens.With(signIn with { Ticket = reader.Payload.AsMemory(start, length) });
    }
}
