using System.Xml.Linq;
using Auth0.AspNetCore.Mrrt.KeyRing;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Tests.Keys;

/// <summary>How often the keys are read, and which of them are given out.</summary>
public sealed class CheckedKeyRingTests
{
    private const string Clear = "<key id='1'><creationDate>2026-01-02T03:04:05Z</creationDate><masterKey/></key>";

    private readonly FakeTimeProvider _time = new();
    private readonly Mock<IXmlRepository> _inner = new();
    private readonly KeyManagementOptions _options = new();
    private readonly List<XElement> _stored = [];
    private readonly List<(int Count, DateTimeOffset? Newest)> _refused = [];
    private readonly CheckedKeyRing _ring;

    public CheckedKeyRingTests()
    {
        _inner.Setup(inner => inner.GetAllElements()).Returns(() => [.. _stored]);
        _ring = new CheckedKeyRing(_inner.Object, _options, (count, newest) => _refused.Add((count, newest)), _time);
    }

    [Fact]
    public void The_keys_are_read_once_per_second()
    {
        for (var i = 0; i < 20; i++)
        {
            _ring.GetAllElements();
        }

        _inner.Verify(inner => inner.GetAllElements(), Times.Once);
        _time.Advance(TimeSpan.FromSeconds(1));
        _ring.GetAllElements();
        _inner.Verify(inner => inner.GetAllElements(), Times.Exactly(2));
    }

    [Fact]
    public void A_new_key_is_read_at_once()
    {
        _ring.GetAllElements();
        _stored.Add(XElement.Parse(Clear));
        _ring.StoreElement(_stored[0], "name");
        _ring.GetAllElements().Should().ContainSingle();
        _inner.Verify(inner => inner.StoreElement(_stored[0], "name"), Times.Once);
    }

    [Fact]
    public void Who_changes_a_key_changes_a_copy()
    {
        _stored.Add(XElement.Parse(Clear));
        _ring.GetAllElements().Single().RemoveAll();
        _ring.GetAllElements().Single().ToString().Should().Contain("masterKey");
    }

    [Fact]
    public void Without_encryption_a_key_in_clear_text_is_a_key_like_others()
    {
        _stored.Add(XElement.Parse(Clear));
        _ring.GetAllElements().Should().ContainSingle();
        _refused.Should().BeEmpty();
    }

    [Fact]
    public void With_encryption_a_key_in_clear_text_is_refused_and_told_once()
    {
        _options.XmlEncryptor = new Mock<IXmlEncryptor>().Object;
        _stored.Add(XElement.Parse(Clear));
        _stored.Add(XElement.Parse("<revocation/>"));
        for (var i = 0; i < 3; i++)
        {
            _ring.GetAllElements().Should().ContainSingle(element => element.Name == "revocation");
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        _refused.Should().Equal((1, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)));
        _stored.Add(XElement.Parse(Clear));
        _ring.GetAllElements();
        _refused.Should().HaveCount(2, "another key came");
    }
}
