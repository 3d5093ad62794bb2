using Auth0.AspNetCore.Mrrt.PostgreSql.Server;
using Auth0.AspNetCore.Mrrt.PostgreSql.Tests.Support;
using Auth0.AspNetCore.Mrrt.Redis.Server;
using Auth0.AspNetCore.Mrrt.Redis.Tests.Support;
using Auth0.AspNetCore.Mrrt.Snippets.Support;
using Auth0.AspNetCore.Mrrt.Testing;

namespace Auth0.AspNetCore.Mrrt.Snippets;

/// <summary>The programs that the documentation prints compile as printed, against the packed package, and work.</summary>
public sealed class PrintedProgramTests(PackedPackages packages) : IClassFixture<PackedPackages>
{
    private const string Token = "Here is a token for the inventory API.";

    [Theory]
    [InlineData("README.md", Token)]
    [InlineData("docs/getting-started.md", "A token for https://inventory.example.com until ")]
    public async Task The_first_program_of_a_page_builds_as_printed_and_gets_a_token(string page, string expected)
    {
        using var program = new PrintedProgram(page, packages);

        await BuildsAsync(program);
        await GetsATokenAsync(program, expected);
    }

    [PostgreSqlFact]
    public async Task The_program_for_PostgreSQL_builds_as_printed_and_gets_a_token_on_two_servers()
    {
        await using var database = await LocalPostgreSql.StartAsync();

        await TwoServersShareASessionAsync("Auth0.AspNetCore.Mrrt.PostgreSql", "## With PostgreSQL", database.ConnectionString);
    }

    [RedisFact]
    public async Task The_program_for_Redis_builds_as_printed_and_gets_a_token_on_two_servers()
    {
        await using var redis = await LocalRedis.StartAsync();

        await TwoServersShareASessionAsync("Auth0.AspNetCore.Mrrt.Redis", "## With Redis", redis.ConnectionString);
    }

    [Fact]
    public void The_package_for_tests_packs_as_well() =>
        packages.Files.Should().ContainSingle(file => file.StartsWith("Auth0.AspNetCore.Mrrt.Testing.", StringComparison.Ordinal));

    private static async Task BuildsAsync(PrintedProgram program)
    {
        var (exitCode, output) = await program.BuildAsync();

        var told = string.Join(Environment.NewLine, output);
        exitCode.Should().Be(0, told);
        output.Should().Contain(line => line.Trim() == "0 Warning(s)", told);
    }

    /// <summary>A user signs in on one server and asks for a token on the other. There the certificate is replaced already.</summary>
    private async Task TwoServersShareASessionAsync(string package, string heading, string connectionString)
    {
        using var program = new PrintedProgram("docs/several-servers.md", packages, package, heading);
        await BuildsAsync(program);
        using var earlier = new CertificateFile();
        using var current = new CertificateFile();
        await using var tenant = await Auth0Tenant.StartAsync(options => options.Behavior.SilentSignIn = true);
        var (a, addressOfA) = await program.StartAsync(tenant, Settings(connectionString, earlier));
        await using var stopsA = a;
        var (b, addressOfB) = await program.StartAsync(tenant, Settings(connectionString, current, earlier));
        await using var stopsB = b;
        using var browser = new TenantBrowser(tenant, addressOfA);
        browser.Add(addressOfB);
        using var signedIn = await browser.SignInAsync("/stock");
        await GetsATokenWhenExchangesBeginAsync(browser, addressOfA);

        using var page = await browser.GetAsync(new Uri(addressOfB, "/stock").AbsoluteUri);

        (await page.Content.ReadAsStringAsync()).Should().Be(Token);
        page.RequestMessage!.RequestUri.Should().Be(new Uri(addressOfB, "/stock"), "the user is signed in there");
        using var health = await browser.GetAsync(new Uri(addressOfB, "/health").AbsoluteUri);
        (await health.Content.ReadAsStringAsync()).Should().Be("Healthy");
        tenant.Exchanges.Should().HaveCount(2, "there is the sign-in, and one token for the inventory API");
    }

    private static Dictionary<string, string> Settings(string connectionString, params CertificateFile[] certificates)
    {
        var settings = new Dictionary<string, string>
        {
            ["ConnectionStrings__Sessions"] = connectionString,
            ["LoadBalancer__Networks__0"] = "10.0.3.0/24",
        };
        foreach (var (index, certificate) in certificates.Index())
        {
            settings[$"KeyCertificates__{index}__Path"] = certificate.Path;
            settings[$"KeyCertificates__{index}__Password"] = CertificateFile.Password;
        }

        return settings;
    }

    /// <summary>On a new Redis no exchange begins for three seconds.</summary>
    private static async Task GetsATokenWhenExchangesBeginAsync(TenantBrowser browser, Uri address)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        do
        {
            using var page = await browser.GetAsync(new Uri(address, "/stock").AbsoluteUri, limit.Token);
            if (await page.Content.ReadAsStringAsync(limit.Token) == Token)
            {
                return;
            }
        }
        while (await timer.WaitForNextTickAsync(limit.Token));
    }

    private static async Task GetsATokenAsync(PrintedProgram program, string expected)
    {
        await using var tenant = await Auth0Tenant.StartAsync(options => options.Behavior.SilentSignIn = true);
        var (process, address) = await program.StartAsync(tenant);
        await using var _ = process;
        using var browser = new TenantBrowser(tenant, address);

        using var page = await browser.SignInAsync("/stock");

        (await page.Content.ReadAsStringAsync()).Should().Contain(expected);
        tenant.Exchanges.Should().HaveCount(2, "there is the sign-in, and one token for the inventory API");
        tenant.ReuseDetections.Should().Be(0);
    }
}
