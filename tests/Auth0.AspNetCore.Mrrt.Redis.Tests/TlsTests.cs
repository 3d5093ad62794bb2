using Auth0.AspNetCore.Mrrt.Coordination;
using Auth0.AspNetCore.Mrrt.Coordination.Shared;
using Auth0.AspNetCore.Mrrt.Redis.Connections;
using Auth0.AspNetCore.Mrrt.Redis.Server;
using Auth0.AspNetCore.Mrrt.Redis.Tests.Support;
using StackExchange.Redis;

namespace Auth0.AspNetCore.Mrrt.Redis.Tests;

public sealed class TlsTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [RedisFact]
    public async Task A_connection_that_the_application_has_made_speaks_TLS()
    {
        await using var redis = await LocalRedis.StartWithTlsAsync();
        var settings = ConfigurationOptions.Parse($"localhost:{redis.Port},ssl=true");
        settings.CertificateValidation += (_, certificate, _, _) => certificate?.GetRawCertDataString() == redis.Certificate!.GetRawCertDataString();
        await using var connection = await ConnectionMultiplexer.ConnectAsync(settings);
        await using var server = TestBackend.Of(RedisAddress.Of(connection), "p:");
        await server.Driver.PrepareAsync(None);
        (await (await server.TakeAsync("s")).CommitAsync(new SessionRecord(1, [1]), TestBackend.Later, None)).Should().Be(LockCommit.Kept);
        await server.DisposeAsync();
        connection.IsConnected.Should().BeTrue("it is the application's to close");
    }

    [RedisFact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused()
    {
        await using var redis = await LocalRedis.StartWithTlsAsync();
        await using var server = TestBackend.Of(RedisAddress.Of($"localhost:{redis.Port},ssl=true,connectTimeout=1000"), "p:");
        await server.Awaiting(one => one.TryTakeAsync("s")).Should().ThrowAsync<SessionBackendException>();
    }
}
