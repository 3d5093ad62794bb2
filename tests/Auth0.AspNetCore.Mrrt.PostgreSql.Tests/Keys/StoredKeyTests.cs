using System.Xml.Linq;
using Auth0.AspNetCore.Mrrt.KeyRing;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Tests.Keys;

/// <summary>Which keys count as encrypted.</summary>
public sealed class StoredKeyTests
{
    private const string Certificate = "Microsoft.AspNetCore.DataProtection.XmlEncryption.EncryptedXmlDecryptor, Microsoft.AspNetCore.DataProtection";
    private const string Null = "Microsoft.AspNetCore.DataProtection.XmlEncryption.NullXmlDecryptor, Microsoft.AspNetCore.DataProtection";

    [Theory]
    [InlineData("<encryptedSecret decryptorType='" + Certificate + "'><x/></encryptedSecret>", false)]
    [InlineData("<encryptedSecret decryptorType='Some.Own.Decryptor'><x/></encryptedSecret>", false)]
    [InlineData("<masterKey><value>AAAA</value></masterKey>", true)]
    [InlineData("", true)]
    [InlineData("<encryptedSecret><x/></encryptedSecret>", true)]
    [InlineData("<encryptedSecret decryptorType='" + Null + "'><x/></encryptedSecret>", true)]
    [InlineData("<encryptedSecret decryptorType=' " + Null + "'><x/></encryptedSecret>", true)]
    [InlineData(@"<encryptedSecret decryptorType='Microsoft.AspNetCore.DataProtection.XmlEncryption.Null\XmlDecryptor, A'/>", true)]
    [InlineData("<encryptedSecret decryptorType='" + Certificate + "'/><masterKey><value>AAAA</value></masterKey>", true)]
    [InlineData("<other><encryptedSecret decryptorType='" + Null + "'/></other><encryptedSecret decryptorType='" + Certificate + "'/>", true)]
    [InlineData("<a xmlns='urn:other'><masterKey/></a><encryptedSecret decryptorType='" + Certificate + "'/>", true)]
    public void A_key_whose_secret_is_not_hidden_is_in_clear(string secret, bool clear) =>
        StoredKey.IsInClear(XElement.Parse($"<key id='1'><descriptor><descriptor>{secret}</descriptor></descriptor></key>"))
            .Should().Be(clear);

    [Fact]
    public void A_revocation_holds_no_secret() =>
        StoredKey.IsInClear(XElement.Parse("<revocation version='1'><key id='*'/></revocation>")).Should().BeFalse();

    [Theory]
    [InlineData("<key><creationDate>2026-01-02T03:04:05Z</creationDate></key>", "2026-01-02T03:04:05Z")]
    [InlineData("<key><creationDate>password</creationDate></key>", null)]
    [InlineData("<key/>", null)]
    public void Only_a_moment_is_told_of_a_key(string key, string? moment) =>
        StoredKey.CreatedAt(XElement.Parse(key)).Should().Be(
            moment is null ? null : DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture));
}
