using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace Auth0.AspNetCore.Mrrt.Session.Format;

/// <summary>Reads the framework's tickets. The framework's own reader takes memory for any number that the bytes name. This one
/// first compares the number with the bytes that are left.</summary>
internal sealed class FrameworkTicketReader : TicketSerializer
{
    /// <summary>The framework's format since its first version.</summary>
    private const int FormatVersion = 5;

    public static FrameworkTicketReader Shared { get; } = new();

    /// <exception cref="FormatException">The bytes name more than they hold.</exception>
    public override AuthenticationTicket? Read(BinaryReader reader)
    {
        if (reader.ReadInt32() != FormatVersion)
        {
            return null;
        }

        var scheme = reader.ReadString();
        var identities = new ClaimsIdentity[Count(reader)];
        for (var i = 0; i < identities.Length; i++)
        {
            identities[i] = ReadIdentity(reader);
        }

        CheckItems(reader);
        return new AuthenticationTicket(
            new ClaimsPrincipal(identities), PropertiesSerializer.Default.Read(reader), scheme);
    }

    /// <summary>Looks ahead at the number of items, which follows the version of their format.</summary>
    private static void CheckItems(BinaryReader reader)
    {
        var start = reader.BaseStream.Position;
        reader.ReadInt32();
        Count(reader);
        reader.BaseStream.Position = start;
    }

    /// <summary>Each thing that is counted takes a byte at least.</summary>
    private static int Count(BinaryReader reader)
    {
        var count = reader.ReadInt32();
        return count >= 0 && count <= reader.BaseStream.Length - reader.BaseStream.Position
            ? count
            : throw new FormatException("The bytes name more than they hold.");
    }
}
