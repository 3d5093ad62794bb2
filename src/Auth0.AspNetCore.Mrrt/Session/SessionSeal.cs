using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Auth0.AspNetCore.Mrrt.Coordination;
using Microsoft.AspNetCore.DataProtection;

namespace Auth0.AspNetCore.Mrrt.Session;

/// <summary>Closes a generation for the coordinator and opens it again. Each session has a purpose of its own, so that
/// a record filed under another session's name does not open (G6).</summary>
internal sealed class SessionSeal(IDataProtectionProvider dataProtection)
{
    private const string Purpose = "Auth0.AspNetCore.Mrrt.Session.v1";

    public SessionRecord Close(SessionTokens tokens)
    {
        var items = new Dictionary<string, string?>(StringComparer.Ordinal);
        TicketTokens.Write(tokens, items);
        return new SessionRecord(
            tokens.Generation,
            Protector(tokens.SessionId).Protect(
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
                Protector(sessionId).Unprotect(record.Payload), SessionSealJsonContext.Default.DictionaryStringString);
            return items is null ? null : TicketTokens.Read(items);
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            return null;
        }
    }

    private IDataProtector Protector(string sessionId) => dataProtection.CreateProtector(Purpose, sessionId);
}

[JsonSerializable(typeof(Dictionary<string, string?>))]
internal sealed partial class SessionSealJsonContext : JsonSerializerContext;
