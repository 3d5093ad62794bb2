using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Auth0.AspNetCore.Mrrt.PostgreSql.Tests.Support;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Tests.Keys;

/// <summary>Somebody who can write to the table adds a key that he knows.</summary>
public sealed class PlantedKeyTests : IDisposable
{
    private readonly RecordedLogs _logs = new();
    private readonly X509Certificate2 _certificate = SelfSigned();

    public void Dispose()
    {
        _logs.Dispose();
        _certificate.Dispose();
    }

    [PostgreSqlFact]
    public async Task A_planted_key_in_clear_text_opens_nothing()
    {
        var database = await SharedPostgreSql.ServerAsync();
        var schema = SharedPostgreSql.NewSchema();
        await database.RunAsync(PostgreSqlSchema.Script(schema));
        await using (var first = Server(database.ConnectionString, schema, more => more.ProtectKeysWithCertificate(_certificate)))
        {
            var own = first.GetDataProtector("test").Protect("ours");
            first.GetDataProtector("test").Unprotect(own).Should().Be("ours");
        }

        string forged;
        await using (var attacker = Server(database.ConnectionString, schema, _ => { }))
        {
            var now = TimeProvider.System.GetUtcNow();
            attacker.GetRequiredService<IKeyManager>().CreateNewKey(now.AddMinutes(-1), now.AddDays(90));
            forged = attacker.GetDataProtector("test").Protect("forged");
        }

        await using var second = Server(database.ConnectionString, schema, more => more.ProtectKeysWithCertificate(_certificate));
        second.GetDataProtector("test").Invoking(protector => protector.Unprotect(forged)).Should().Throw<CryptographicException>();
        _logs.Lines.Should().Contain(line => line.Contains("[712]", StringComparison.Ordinal));
        var after = second.GetDataProtector("test").Protect("after");
        await using var third = Server(database.ConnectionString, schema, more => more.ProtectKeysWithCertificate(_certificate));
        third.GetDataProtector("test").Unprotect(after).Should().Be("after");
    }

    /// <summary>In the first two minutes the framework looks for a key that it does not know.</summary>
    [PostgreSqlFact]
    public async Task Twenty_cookies_with_an_unknown_key_are_a_few_statements()
    {
        var database = await SharedPostgreSql.ServerAsync();
        var (schema, elsewhere) = (SharedPostgreSql.NewSchema(), SharedPostgreSql.NewSchema());
        await database.RunAsync(PostgreSqlSchema.Script(schema));
        await database.RunAsync(PostgreSqlSchema.Script(elsewhere));
        await using var other = Server(database.ConnectionString, elsewhere, _ => { });
        var unknown = other.GetDataProtector("test").Protect("elsewhere");
        var sent = new SentStatements(database, schema);
        await using var server = Server(database.ConnectionString + $";Application Name={schema}_keys", schema, _ => { });
        var protector = server.GetDataProtector("test");
        protector.Protect("the ring is there");
        await sent.NewAsync();
        var began = Stopwatch.StartNew();
        for (var i = 0; i < 20; i++)
        {
            protector.Invoking(one => one.Unprotect(unknown)).Should().Throw<CryptographicException>();
        }

        (await sent.NewAsync()).Should().HaveCountLessThanOrEqualTo(1 + (int)began.Elapsed.TotalSeconds + 1);
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=keys", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
    }

    private ServiceProvider Server(string connectionString, string schema, Action<IDataProtectionBuilder> keys)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(_logs));
        services.AddAuth0WebApp(options =>
        {
            options.Domain = "tenant.auth0.test";
            options.ClientId = "client";
            options.ClientSecret = "secret";
        }).WithPostgreSql(connectionString, options =>
        {
            options.Schema = schema;
            options.DataProtectionKeys = true;
        });
        keys(services.AddDataProtection().SetApplicationName("planted"));
        return services.BuildServiceProvider();
    }
}
