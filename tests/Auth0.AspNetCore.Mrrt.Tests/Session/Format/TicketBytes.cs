using Auth0.AspNetCore.Mrrt.Session.Format;
using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Tests.Session.Format;

/// <summary>A ticket as one part.</summary>
internal static class TicketBytes
{
    public static byte[] Of(AuthenticationTicket ticket, TicketFormat format) => format == TicketFormat.Compact
        ? TicketPayload.Write(ticket)
        : SessionTicketFormat.Bytes(ticket, format, out _);
}
