using System.Text;
using Auth0.AspNetCore.Mrrt.Coordination;

namespace Auth0.AspNetCore.Mrrt.Tests.Support;

/// <summary>Records whose payload a test can read.</summary>
internal static class SharedRecords
{
    public static SessionRecord Record(long generation, string text = "ours", bool mustKeep = true) =>
        new(generation, Encoding.UTF8.GetBytes(text)) { MustKeep = mustKeep };

    public static string? Text(SessionRecord? record) => record is null ? null : Encoding.UTF8.GetString(record.Payload.Span);
}
