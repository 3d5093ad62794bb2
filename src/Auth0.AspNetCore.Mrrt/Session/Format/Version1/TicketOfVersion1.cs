using Auth0.AspNetCore.Mrrt.Session.Ticket;
using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Session.Format.Version1;

/// <summary>Reads tickets of version 1, which had no sections.</summary>
internal static class TicketOfVersion1
{
    public const byte Version = 1;

    /// <param name="payload">The payload.</param>
    /// <param name="start">Where it begins behind its version.</param>
    public static AuthenticationTicket Read(byte[] payload, int start)
    {
        var reader = new PayloadReader(payload, KnownTexts.CountInVersion1) { Position = start };
        var scheme = reader.RequiredText();
        var principal = PrincipalPayload.Read(reader);
        var others = new Dictionary<string, string?>(StringComparer.Ordinal);
        TicketTimes.Read(reader, others);
        for (var left = reader.Count(); left > 0; left--)
        {
            others[reader.RequiredText()] = TokenTexts.ReadAlone(reader);
        }

        var items = reader.Byte() == 0
            ? new SessionItems(others)
            : new SessionItems(others, ReadTokens(reader));
        return reader.Remaining == 0
            ? new AuthenticationTicket(principal, new AuthenticationProperties(items), scheme)
            : throw new FormatException("The payload does not end where it should.");
    }

    /// <summary>A sign-in within the session follows the tokens, where there was one.</summary>
    private static Model.SessionTokens ReadTokens(PayloadReader reader)
    {
        var tokens = TokensOfVersion1.Read(reader, new TokenTexts());
        return reader.Remaining == 0 ? tokens : tokens.With(SignInPayload.Read(reader));
    }
}
