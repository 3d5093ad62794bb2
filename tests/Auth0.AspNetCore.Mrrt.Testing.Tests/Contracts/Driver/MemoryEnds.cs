using System.Globalization;
using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;

namespace Auth0.AspNetCore.Mrrt.Testing.Tests.Contracts.Driver;

/// <summary>How sessions end in the table. A position is how many had ended.</summary>
internal static class MemoryEnds
{
    public static SessionRecord? End(MemoryTable table, MemorySession session, DateTimeOffset until)
    {
        table.End(session, table.Fault != Fault.EndIgnoresTheRecordsExpiry && session.RecordExpiresAt > until ? session.RecordExpiresAt : until);
        session.Ticket = table.Fault == Fault.TicketSurvivesTheEnd ? session.Ticket : null;
        session.Lock = table.Fault == Fault.EndTakesTheLock ? null : session.Lock;
        session.Generation = table.Fault == Fault.EndDropsTheNumber ? 0 : session.Generation;
        if (table.IsLocked(session) && table.Fault != Fault.EndTakesTheRecordFromTheHolder)
        {
            return null;
        }

        var record = session.Record;
        session.Record = table.Fault == Fault.EndGivesTheRecordTwice ? record : null;
        return table.Fault == Fault.EndGivesNoRecord ? null : record;
    }

    public static EndedSessions List(MemoryTable table, string? position)
    {
        var since = int.Parse(position ?? "0", CultureInfo.InvariantCulture);
        var ends = table.Sessions.Where(entry => entry.Value.HasEnded).OrderByDescending(entry => entry.Value.EndedAs).ToArray();
        var newest = ends.FirstOrDefault().Value?.EndedAs ?? 0;
        var listed = ends
            .Where(entry => entry.Value.EndedAs > since || table.Fault == Fault.ListIsAlwaysWhole)
            .Where(_ => position is not null || table.Fault != Fault.ListForgetsWithoutAPosition)
            .Skip(table.Fault == Fault.ListMissesTheNewest ? 1 : 0)
            .Select(entry => new EndedSession(entry.Key, entry.Value.EndedUntil!.Value));
        return new EndedSessions(
            newest.ToString(CultureInfo.InvariantCulture),
            [.. table.Fault == Fault.ListIsOldestFirst ? listed.Reverse() : listed]);
    }
}
