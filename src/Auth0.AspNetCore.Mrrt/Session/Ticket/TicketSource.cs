using Auth0.AspNetCore.Mrrt.Session.Model;

namespace Auth0.AspNetCore.Mrrt.Session.Ticket;

/// <summary>What a ticket was read from, decrypted. It gives the ticket again as it was, without what a request did to its own
/// copy.</summary>
/// <param name="payload">The first part.</param>
/// <param name="sealedPart">What stands beside it.</param>
internal sealed class TicketSource(byte[] payload, SealedPart? sealedPart)
{
    public byte[] Payload => payload;

    public SealedPart? Sealed => sealedPart;
}
