using Auth0.AspNetCore.Mrrt.Coordination;

namespace Auth0.AspNetCore.Mrrt.Testing.Tests.Contracts.Driver;

/// <summary>The tickets in the table.</summary>
internal sealed class MemoryTickets(MemoryTable table)
{
    public bool Create(MemorySession session, ReadOnlyMemory<byte> ticket, DateTimeOffset expiresAt)
    {
        if (session.HasEnded && table.Fault != Fault.EndedSessionIsStored)
        {
            return false;
        }

        session.Ticket = ticket.ToArray();
        session.TicketExpiresAt = expiresAt;
        return true;
    }

    public bool Renew(MemorySession session, ReadOnlyMemory<byte> ticket, DateTimeOffset expiresAt, DateTimeOffset now)
    {
        if (table.Fault == Fault.TicketIsNotReplaced)
        {
            return true;
        }

        session.Record = table.Fault == Fault.TicketDropsTheRecord ? null : session.Record;
        return (Lives(session, now) || table.Fault == Fault.RenewalBegins) && Create(session, ticket, expiresAt);
    }

    public StoredSession? Read(MemorySession session, DateTimeOffset now) => Lives(session, now)
        ? new StoredSession(session.Ticket, table.Fault == Fault.TicketHidesTheRecord ? null : session.Record)
        : null;

    private bool Lives(MemorySession session, DateTimeOffset now) =>
        session.Ticket is not null && (session.TicketExpiresAt > now || table.Fault == Fault.TicketNeverExpires);
}
