using System.Buffers.Text;
using System.Collections.Immutable;
using Auth0.AspNetCore.Mrrt.Session.Model;

namespace Auth0.AspNetCore.Mrrt.Session.Ticket;

/// <summary>Sections of other versions of the library as a ticket's item, for formats and copies that have items only.</summary>
internal static class KeptSectionsText
{
    /// <returns>The text. Null when there are no sections.</returns>
    public static string? Write(ImmutableArray<KeptSection> sections)
    {
        if (sections.IsEmpty)
        {
            return null;
        }

        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        foreach (var section in sections)
        {
            writer.Write7BitEncodedInt64((long)section.Tag);
            writer.Write7BitEncodedInt(section.Bytes.Length);
            writer.Write(section.Bytes.Span);
        }

        return Base64Url.EncodeToString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    /// <returns>The sections. None when the text makes no sense.</returns>
    public static ImmutableArray<KeptSection> Read(string? text, bool ofTicket)
    {
        if (text is null)
        {
            return [];
        }

        try
        {
            var bytes = Base64Url.DecodeFromChars(text);
            using var reader = new BinaryReader(new MemoryStream(bytes));
            var sections = ImmutableArray.CreateBuilder<KeptSection>();
            var last = KeptSection.LastKnown;
            for (var stream = reader.BaseStream; stream.Position < stream.Length;)
            {
                var (tag, length) = ((ulong)reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt());
                var section = new KeptSection(tag, bytes.AsMemory((int)stream.Position, length));
                stream.Position += length;
                if (!section.MayBeKept || section.IsOfTicket != ofTicket || section.Number <= last)
                {
                    return [];
                }

                last = section.Number;
                sections.Add(section);
            }

            return sections.ToImmutable();
        }
        catch (Exception e) when (e is FormatException or IOException or ArgumentException)
        {
            return [];
        }
    }
}
