using Auth0.AspNetCore.Mrrt.PostgreSql.Connections;
using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Auth0.AspNetCore.Mrrt.PostgreSql.Tests;

/// <summary>When keys and sessions may travel in clear text, the start says so. Needs no database.</summary>
public sealed class TransportSecurityTests : IDisposable
{
    private readonly RecordedLogs _logs = new();

    public void Dispose() => _logs.Dispose();

    [Theory]
    [InlineData("Host=db.example.com", true)]
    [InlineData("Host=db.example.com;SSL Mode=Disable", true)]
    [InlineData("Host=db.example.com;SSL Mode=Prefer", true)]
    [InlineData("Host=db.example.com;SSL Mode=Require", false)]
    [InlineData("Host=db.example.com;SSL Mode=VerifyFull", false)]
    [InlineData("Host=localhost", false)]
    [InlineData("Host=localhost:5433", false)]
    [InlineData("Host=127.0.0.1", false)]
    [InlineData("Host=127.0.0.1:5433", false)]
    [InlineData("Host=::1", false)]
    [InlineData("Host=/var/run/postgresql", false)]
    [InlineData("Host=10.0.0.1", true)]
    [InlineData("Host=localhost.example.com", true)]
    [InlineData("Host=localhost,db.example.com", true)]
    public void Clear_text_to_another_machine_is_seen(string connectionString, bool clear) =>
        TransportSecurity.MayBeInClearText(connectionString).Should().Be(clear);

    [Theory]
    [InlineData(true, true, "keys and sessions")]
    [InlineData(true, false, "keys.")]
    [InlineData(false, true, "sessions.")]
    [InlineData(false, false, null)]
    public async Task The_start_says_what_travels_in_clear_text(bool keys, bool sessions, string? said)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(_logs));
        services.AddAuth0WebApp(options =>
        {
            options.Domain = "tenant.auth0.test";
            options.ClientId = "client";
            options.ClientSecret = "secret";
        }).WithPostgreSql("Host=db.example.com", options =>
        {
            options.DataProtectionKeys = keys;
            options.StoreSessions = sessions;
        });
        await using var provider = services.BuildServiceProvider();
        await provider.GetServices<IHostedService>().OfType<ClearTextWarning>().Single().StartAsync(default);
        var lines = _logs.Lines.Where(line => line.Contains("[713]", StringComparison.Ordinal)).ToList();
        if (said is null)
        {
            lines.Should().BeEmpty();
        }
        else
        {
            lines.Should().ContainSingle().Which.Should().Contain(said).And.NotContain("example");
        }
    }
}
