using System.Collections.Concurrent;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;

namespace Auth0.AspNetCore.Mrrt.Benchmarks.Sites;

/// <summary>Where a site's Data Protection keys are, and what algorithm they have.</summary>
internal static class KeyRings
{
    /// <summary>A key in memory. The provider chooses its algorithm, and the application cannot.</summary>
    public static void Ephemeral(IDataProtectionBuilder keys) => keys.UseEphemeralDataProtectionProvider();

    /// <summary>A key ring like an application's, with the default algorithm.</summary>
    public static void Default(IDataProtectionBuilder keys) =>
        keys.Services.Configure<KeyManagementOptions>(options => options.XmlRepository = new MemoryRepository());

    /// <summary>A key ring like an application's, with AES-GCM.</summary>
    public static void Gcm(IDataProtectionBuilder keys)
    {
        Default(keys);
        keys.UseCryptographicAlgorithms(
            new AuthenticatedEncryptorConfiguration { EncryptionAlgorithm = EncryptionAlgorithm.AES_256_GCM });
    }

    private sealed class MemoryRepository : IXmlRepository
    {
        private readonly ConcurrentQueue<XElement> _elements = new();

        public IReadOnlyCollection<XElement> GetAllElements() => [.. _elements];

        public void StoreElement(XElement element, string friendlyName) => _elements.Enqueue(element);
    }
}
