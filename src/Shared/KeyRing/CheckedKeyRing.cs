using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Auth0.AspNetCore.Mrrt.KeyRing;

/// <summary>
/// Data Protection's keys, as several servers share them. A key in clear text is refused where keys are encrypted. The keys are
/// read once per second at most: in the first minutes of a process the framework reads them for each cookie with an unknown key.
/// </summary>
/// <param name="inner">Where the keys are.</param>
/// <param name="options">Tells whether keys are encrypted.</param>
/// <param name="refused">Told how many keys are refused, and when the newest of them was made.</param>
/// <param name="time">Tells when a second is over.</param>
internal sealed class CheckedKeyRing(
    IXmlRepository inner, KeyManagementOptions options, Action<int, DateTimeOffset?> refused, TimeProvider time) : IXmlRepository
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private XElement[]? _keys;
    private long _readAt;
    private int _refused;

    /// <summary>Lets Data Protection keep its keys there, unless the application has chosen another place.</summary>
    /// <param name="inner">Where the keys are.</param>
    /// <param name="options">Data Protection's settings.</param>
    /// <param name="refused">Told how many keys are refused, and when the newest of them was made.</param>
    /// <param name="unencrypted">Told when the keys are there for anyone to read.</param>
    /// <param name="time">Tells when a second is over.</param>
    public static void Use(
        IXmlRepository inner,
        KeyManagementOptions options,
        Action<int, DateTimeOffset?> refused,
        Action unencrypted,
        TimeProvider time)
    {
        if (options.XmlRepository is not null)
        {
            return;
        }

        options.XmlRepository = new CheckedKeyRing(inner, options, refused, time);
        if (options.XmlEncryptor is null)
        {
            unencrypted();
        }
    }

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        lock (_gate)
        {
            if (_keys is null || time.GetElapsedTime(_readAt) >= Fresh)
            {
                _keys = Read();
                _readAt = time.GetTimestamp();
            }

            return [.. _keys.Select(key => new XElement(key))]; // The caller may change what it gets.
        }
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        try
        {
            inner.StoreElement(element, friendlyName);
        }
        finally
        {
            lock (_gate)
            {
                _keys = null;
            }
        }
    }

    private XElement[] Read()
    {
        var all = inner.GetAllElements();
        if (options.XmlEncryptor is null)
        {
            return [.. all];
        }

        var clear = all.Where(StoredKey.IsInClear).ToList();
        if (clear.Count != _refused)
        {
            _refused = clear.Count;
            if (clear.Count > 0)
            {
                refused(clear.Count, clear.Max(StoredKey.CreatedAt));
            }
        }

        return [.. all.Except(clear)];
    }
}
