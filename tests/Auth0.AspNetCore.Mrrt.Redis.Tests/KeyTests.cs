using System.Xml.Linq;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.Redis.Connections;
using Auth0.AspNetCore.Mrrt.Redis.Keys;
using Auth0.AspNetCore.Mrrt.Redis.Server;
using Auth0.AspNetCore.Mrrt.Redis.Tests.Support;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Redis.Tests;

public sealed class KeyTests
{
    private static readonly XElement Clear = XElement.Parse("<key><descriptor><masterKey>AAAA</masterKey></descriptor></key>");

    [RedisFact]
    public async Task Keys_are_shared_through_a_list()
    {
        var prefix = SharedRedis.NewPrefix();
        var redis = await SharedRedis.ServerAsync();
        await using var a = new RedisConnection(RedisAddress.Of(redis.ConnectionString), NoServices.Instance);
        await using var b = new RedisConnection(RedisAddress.Of(redis.ConnectionString), NoServices.Instance);
        Keys(a, prefix).StoreElement(Clear, "one");
        Keys(b, prefix).GetAllElements().Should().ContainSingle().Which.Should().BeEquivalentTo(Clear);
        (await redis.RunAsync("LLEN", prefix + "{keys}")).Should().Equal("1");
    }

    [RedisFact]
    public async Task A_key_in_clear_text_is_refused_where_keys_are_encrypted()
    {
        var prefix = SharedRedis.NewPrefix();
        await using var connection = new RedisConnection(
            RedisAddress.Of((await SharedRedis.ServerAsync()).ConnectionString), NoServices.Instance);
        Keys(connection, prefix).StoreElement(Clear, "planted");
        using var logs = new RecordedLogs();
        var options = new KeyManagementOptions { XmlEncryptor = new Encryptor() };
        new UseRedisKeys(Keys(connection, prefix), TimeProvider.System, logs.Of<UseRedisKeys>()).PostConfigure(null, options);
        options.XmlRepository!.GetAllElements().Should().BeEmpty();
        logs.Lines.Should().ContainSingle(line => line.Contains("[1017]", StringComparison.Ordinal));
    }

    [RedisFact]
    public async Task Keys_that_are_not_encrypted_are_a_warning()
    {
        await using var connection = new RedisConnection(
            RedisAddress.Of((await SharedRedis.ServerAsync()).ConnectionString), NoServices.Instance);
        using var logs = new RecordedLogs();
        var options = new KeyManagementOptions();
        new UseRedisKeys(Keys(connection, "p:"), TimeProvider.System, logs.Of<UseRedisKeys>()).PostConfigure(null, options);
        options.XmlRepository.Should().NotBeNull();
        logs.Lines.Should().ContainSingle(line => line.Contains("[1016]", StringComparison.Ordinal));
    }

    [RedisFact]
    public async Task A_failure_names_no_host()
    {
        await using var redis = await LocalRedis.StartAsync();
        await using var connection = new RedisConnection(
            RedisAddress.Of(redis.ConnectionString + ",connectTimeout=500"), NoServices.Instance);
        await redis.StopAsync();
        var keys = Keys(connection, "p:");
        keys.Invoking(one => one.GetAllElements()).Should().Throw<SessionBackendException>()
            .Which.ToString().Should().NotContainAny("127.0.0.1", $"{redis.Port}");
        keys.Invoking(one => one.StoreElement(Clear, "one")).Should().Throw<SessionBackendException>();
    }

    private static RedisKeys Keys(RedisConnection connection, string prefix) =>
        new(connection, Options.Create(new RedisOptions { KeyPrefix = prefix }));

    private sealed class Encryptor : IXmlEncryptor
    {
        public EncryptedXmlInfo Encrypt(XElement plaintextElement) => throw new NotSupportedException();
    }
}
