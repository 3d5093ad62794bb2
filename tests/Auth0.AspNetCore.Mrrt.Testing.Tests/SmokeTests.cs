using Auth0.AspNetCore.Mrrt.Testing.Tests.Support;

namespace Auth0.AspNetCore.Mrrt.Testing.Tests;

public sealed class SmokeTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_tenant_discovers_signs_in_refreshes_and_logs_in_process_and_on_Kestrel(bool inProcess)
    {
        await using var tenant = inProcess
            ? await Auth0Tenant.StartInProcessAsync(options => options.Behavior.SilentSignIn = true)
            : await Auth0Tenant.StartAsync(options => options.Behavior.SilentSignIn = true);
        using var app = new App(tenant);

        var document = await app.GetJsonAsync("/.well-known/openid-configuration");
        var signIn = await app.SignInAsync();
        var refresh = await app.RefreshAsync(signIn.RefreshToken, App.Inventory);

        document["issuer"]!.ToString().Should().Be(tenant.Issuer).And.EndWith("/");
        signIn.Audience.Should().Be(App.Orders);
        refresh.Audience.Should().Be(App.Inventory);
        refresh.RefreshToken.Should().NotBe(signIn.RefreshToken);
        tenant.Exchanges.Should().HaveCount(2);
        tenant.ReuseDetections.Should().Be(0);
    }

    [Fact]
    public async Task A_tenant_on_Kestrel_is_reachable_on_the_loopback_address_only()
    {
        await using var tenant = await Auth0Tenant.StartAsync();

        tenant.Domain.Should().MatchRegex(@"^http://127\.0\.0\.1:\d+$");
    }

    [Fact]
    public async Task A_port_that_is_taken_fails_the_start_and_a_free_one_is_used()
    {
        await using var first = await Auth0Tenant.StartAsync();
        var start = () => Auth0Tenant.StartAsync(options => options.Port = new Uri(first.Domain).Port);

        await start.Should().ThrowAsync<IOException>();
    }

    [Fact]
    public async Task The_handler_reaches_the_tenant_and_nothing_else()
    {
        await using var tenant = await Auth0Tenant.StartInProcessAsync();
        using var http = new HttpClient(tenant.CreateHandler());

        var call = () => http.GetAsync("https://example.com/");

        await call.Should().ThrowAsync<HttpRequestException>().WithMessage("*reaches https://tenant.auth0.test/ only*");
    }
}
