using Auth0.AspNetCore.Mrrt.Session.Model;

namespace Auth0.AspNetCore.Mrrt.Session.Format.Version1;

/// <summary>Reads the tokens of a session as the versions before sections wrote them.</summary>
internal static class TokensOfVersion1
{
    public static SessionTokens Read(PayloadReader reader, TokenTexts texts)
    {
        var sessionId = Texts.Given(reader.Text()) ?? throw new FormatException("The session has no name.");
        var generation = (long)Math.Min(reader.Number(), long.MaxValue);
        var scheme = Texts.Given(reader.Text());
        var refreshToken = Texts.Given(texts.Read(reader));
        var idToken = Texts.Given(texts.Read(reader));
        var primary = AccessTokenPayload.ReadPrimary(reader, texts);
        return new SessionTokens
        {
            SessionId = sessionId,
            Generation = generation,
            Scheme = scheme,
            PackedRefreshToken = refreshToken,
            PackedIdToken = idToken,
            Primary = primary,
            Additional = AccessTokenPayload.ReadAll(reader, texts, primary),
            AudiencesRefused = RefusedAudiencesPayload.Read(reader),
        };
    }
}
