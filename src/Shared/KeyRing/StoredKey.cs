using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Auth0.AspNetCore.Mrrt.KeyRing;

/// <summary>
/// An element of Data Protection's key ring as it was read. Where keys are encrypted, a key in clear text was not written by the
/// application: somebody else added it, knows it, and could make cookies with it.
/// </summary>
internal static partial class StoredKey
{
    /// <summary>True for a key whose secret is not encrypted, or not in a way that hides it. A revocation holds no secret.</summary>
    public static bool IsInClear(XElement element)
    {
        if (element.Name.LocalName != "key")
        {
            return false;
        }

        var inside = element.Descendants().ToList();
        var encrypted = inside.Where(one => one.Name.LocalName == "encryptedSecret").ToList();
        return encrypted is [] || !encrypted.TrueForAll(IsHidden) || inside.Exists(one => one.Name.LocalName == "masterKey");
    }

    /// <summary>When the key says that it was made. Null when it does not say it in a way that can be read.</summary>
    public static DateTimeOffset? CreatedAt(XElement element) =>
        DateTimeOffset.TryParse(
            element.Elements().FirstOrDefault(one => one.Name.LocalName == "creationDate")?.Value,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var created)
            ? created
            : null;

    /// <summary>The framework has a decryptor for secrets that are not encrypted. A name with escapes may be another way to name it.</summary>
    private static bool IsHidden(XElement encryptedSecret) =>
        encryptedSecret.Attributes().SingleOrDefault(one => one.Name.LocalName == "decryptorType")?.Value is { } decryptor
        && PlainTypeName().Match(decryptor) is { Success: true } name
        && !name.Groups[1].Value.EndsWith("NullXmlDecryptor", StringComparison.Ordinal);

    [GeneratedRegex(@"\A([A-Za-z0-9_.+]+)(?:,|\z)", RegexOptions.CultureInvariant)]
    private static partial Regex PlainTypeName();
}
