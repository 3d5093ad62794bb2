using System.Buffers.Text;
using Auth0.AspNetCore.Mrrt.Session.Model;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;

namespace Auth0.AspNetCore.Mrrt.Session.Format;

/// <summary>
/// Tickets as the value of a cookie. It reads the framework's format and ours, whichever of them it writes. Nothing is
/// compressed: the length of what is encrypted would tell about its content.
/// </summary>
/// <param name="protector">Encrypts: the framework's own protector for the scheme's cookies.</param>
/// <param name="format">What to write.</param>
internal sealed class SessionTicketFormat(IDataProtector protector, TicketFormat format)
    : ISecureDataFormat<AuthenticationTicket>
{
    /// <summary>Stands between the two parts of a cookie. It is no letter of either.</summary>
    public const char Between = '.';

    /// <summary>Stands where this format goes until the application has had its say.</summary>
    public static readonly ISecureDataFormat<AuthenticationTicket> Unbound =
        new Nowhere();

    public string Protect(AuthenticationTicket data) => Protect(data, purpose: null);

    public string Protect(AuthenticationTicket data, string? purpose)
    {
        var first = For(purpose).Protect(Bytes(data, format, out var separate));
        if (separate?.Sealed is not { } sealedPart)
        {
            return Base64Url.EncodeToString(first);
        }

        var length = Base64Url.GetEncodedLength(first.Length) + 1 + sealedPart.TextLength;
        return string.Create(length, (First: first, Sealed: sealedPart), static (text, parts) =>
        {
            var written = Base64Url.EncodeToChars(parts.First, text);
            text[written] = Between;
            parts.Sealed.WriteText(text[(written + 1)..]);
        });
    }

    public AuthenticationTicket? Unprotect(string? protectedText) => Unprotect(protectedText, purpose: null);

    public AuthenticationTicket? Unprotect(string? protectedText, string? purpose)
    {
        if (string.IsNullOrEmpty(protectedText))
        {
            return null;
        }

        try
        {
            var end = protectedText.IndexOf(Between, StringComparison.Ordinal);
            var first = end < 0 ? protectedText : protectedText.AsSpan(0, end);
            return Ticket(
                For(purpose).Unprotect(Decode(first)), end < 0 ? null : new SealedText(protectedText.AsMemory(end + 1)));
        }
        catch (Exception)
        {
            return null; // as the framework's: whatever is wrong with a cookie, nobody is signed in
        }
    }

    /// <summary>The bytes of a ticket, not encrypted.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="format">What to write.</param>
    /// <param name="separate">The additional tokens, in a part of their own. Null when there is no such part.</param>
    public static byte[] Bytes(AuthenticationTicket ticket, TicketFormat format, out SeparateTokens? separate)
    {
        separate = null;
        return format == TicketFormat.Framework
            ? TicketSerializer.Default.Serialize(Still(ticket))
            : TicketPayload.Write(ticket, out separate);
    }

    /// <summary>The ticket that bytes of either format stand for.</summary>
    /// <exception cref="FormatException">They stand for none.</exception>
    public static AuthenticationTicket? Ticket(byte[] bytes, SealedPart? sealedPart = null) =>
        TicketPayload.IsMarked(bytes) ? TicketPayload.Read(bytes, sealedPart) : OfFramework(bytes);

    private static AuthenticationTicket? OfFramework(byte[] bytes)
    {
        try
        {
            return FrameworkTicketReader.Shared.Deserialize(bytes);
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            throw new FormatException("It is no ticket in the framework's format either.", e);
        }
    }

    /// <summary>The framework counts the items before it writes them, and another part of the request may renew ours in
    /// between.</summary>
    private static AuthenticationTicket Still(AuthenticationTicket ticket) =>
        new(ticket.Principal, ticket.Properties.Clone(), ticket.AuthenticationScheme);

    /// <summary>In one step: the way that gives back an array decodes elsewhere and copies.</summary>
    private static byte[] Decode(ReadOnlySpan<char> text)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(Base64Url.GetMaxDecodedLength(text.Length));
        var length = Base64Url.DecodeFromChars(text, bytes);
        return length == bytes.Length ? bytes : bytes[..length]; // with padding, which the framework takes as well
    }

    private IDataProtector For(string? purpose) =>
        string.IsNullOrEmpty(purpose) ? protector : protector.CreateProtector(purpose);

    private sealed class Nowhere : ISecureDataFormat<AuthenticationTicket>
    {
        public string Protect(AuthenticationTicket data) => throw new InvalidOperationException(Why);

        public string Protect(AuthenticationTicket data, string? purpose) => throw new InvalidOperationException(Why);

        public AuthenticationTicket? Unprotect(string? protectedText) => throw new InvalidOperationException(Why);

        public AuthenticationTicket? Unprotect(string? protectedText, string? purpose) =>
            throw new InvalidOperationException(Why);

        private const string Why = "The cookie's options were read before they were complete.";
    }
}
