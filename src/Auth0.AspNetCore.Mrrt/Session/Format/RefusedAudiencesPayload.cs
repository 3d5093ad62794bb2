using System.Collections.Immutable;
using Auth0.AspNetCore.Mrrt.Session.Model;

namespace Auth0.AspNetCore.Mrrt.Session.Format;

/// <summary>The audiences that the tenant has refused, and until when they are not asked for.</summary>
internal static class RefusedAudiencesPayload
{
    public static void Write(PayloadWriter writer, ImmutableDictionary<string, DateTimeOffset> refused)
    {
        writer.Number(refused.Count);
        foreach (var (audience, until) in refused)
        {
            writer.Text(audience);
            writer.Signed(until.ToUnixTimeSeconds());
        }
    }

    public static ImmutableDictionary<string, DateTimeOffset> Read(PayloadReader reader)
    {
        var refused = ImmutableDictionary<string, DateTimeOffset>.Empty;
        for (var left = reader.Count(); left > 0; left--)
        {
            refused = refused.SetItem(reader.RequiredText(), UnixSeconds.Moment(reader.Signed()));
        }

        return refused;
    }
}
