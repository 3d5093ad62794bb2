using System.Collections.Immutable;
using Auth0.AspNetCore.Mrrt.Session.Model;

namespace Auth0.AspNetCore.Mrrt.Session.Format;

/// <summary>Sections that another version of the library wrote. They are kept, so that a session loses nothing while two versions run
/// side by side.</summary>
internal static class KeptSections
{
    /// <exception cref="FormatException">A version that does not know the section must not read the session.</exception>
    public static KeptSection Read(PayloadReader reader, ulong tag)
    {
        var section = new KeptSection(tag, reader.Payload.AsMemory(reader.Position, reader.Remaining));
        if (!section.MayBeKept)
        {
            throw new FormatException("A section is of a later version.");
        }

        reader.Position += reader.Remaining;
        return section;
    }

    /// <summary>Writes sections of the ticket and of the tokens, each in the order of its numbers. Of two with one number the ticket's
    /// counts.</summary>
    public static void Write(PayloadWriter writer, ImmutableArray<KeptSection> ofTicket, ImmutableArray<KeptSection> ofTokens)
    {
        var last = 0UL;
        for (int first = 0, second = 0; first < ofTicket.Length || second < ofTokens.Length;)
        {
            var section = second == ofTokens.Length
                || (first < ofTicket.Length && ofTicket[first].Number <= ofTokens[second].Number)
                    ? ofTicket[first++]
                    : ofTokens[second++];
            if (section.Number == last)
            {
                continue;
            }

            last = section.Number;
            writer.Number(section.Tag);
            writer.Bytes(section.Bytes.Span);
        }
    }
}
