using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Auth0.AspNetCore.Mrrt.Coordination;
using Microsoft.AspNetCore.DataProtection;

namespace Auth0.AspNetCore.Mrrt.Session;

/// <summary>Closes a generation for the coordinator and opens it again. The session's name is inside: a record filed
/// under another name does not open (G6).</summary>
internal sealed class SessionSeal(IDataProtectionProvider dataProtection)
{
    private readonly IDataProtector _protector = dataProtection.CreateProtector("Auth0.AspNetCore.Mrrt.Session.v1");

    public SessionRecord Close(SessionTokens tokens)
    {
        var items = new Dictionary<string, string?>(StringComparer.Ordinal);
        TicketTokens.Write(tokens, items);
        return new SessionRecord(
            tokens.Generation,
            _protector.Protect(
                JsonSerializer.SerializeToUtf8Bytes(items, SessionSealJsonContext.Default.DictionaryStringString)));
    }

    /// <summary>Gives nothing for a record that was not closed for this session or with keys that are gone.</summary>
    public SessionTokens? Open(string sessionId, SessionRecord? record)
    {
        if (record is null)
        {
            return null;
        }

        try
        {
            var items = JsonSerializer.Deserialize(
                _protector.Unprotect(record.Payload.ToArray()), SessionSealJsonContext.Default.DictionaryStringString);
            return items is not null && TicketTokens.Read(items) is var tokens && tokens.SessionId == sessionId
                ? tokens
                : null;
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            return null;
        }
    }
}

[JsonSerializable(typeof(Dictionary<string, string?>))]
internal sealed partial class SessionSealJsonContext : JsonSerializerContext;
