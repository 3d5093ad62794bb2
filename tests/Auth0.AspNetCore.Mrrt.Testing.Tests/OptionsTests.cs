using Microsoft.Extensions.Options;

namespace Auth0.AspNetCore.Mrrt.Testing.Tests;

public sealed class OptionsTests
{
    [Fact]
    public async Task A_tenant_without_options_has_three_APIs_two_users_and_a_client_with_policies_for_all()
    {
        await using var tenant = await Auth0Tenant.StartInProcessAsync();

        tenant.Domain.Should().Be("tenant.auth0.test");
        tenant.Issuer.Should().Be("https://tenant.auth0.test/");
        tenant.Apis.Select(api => api.Identifier).Should().Equal(
            "https://orders.example.com", "https://inventory.example.com", "https://admin.example.com");
        tenant.Users.Select(user => user.Id).Should().Equal("auth0|alice", "auth0|bob");
        tenant.Client.ClientId.Should().Be("quickstart-client");
        tenant.Client.RefreshTokenRotation.Should().BeTrue();
        tenant.Client.Leeway.Should().Be(TimeSpan.Zero);
        tenant.Client.Policies.Should().HaveCount(3);
    }

    [Fact]
    public async Task The_default_client_has_policies_for_the_APIs_that_were_configured()
    {
        await using var tenant = await Auth0Tenant.StartInProcessAsync(options =>
            options.Apis.Add(new TenantApi { Identifier = "https://mine.example.com", Scopes = ["read"] }));

        tenant.Client.Policies.Should().ContainSingle().Which.ToString().Should().Be("https://mine.example.com: read");
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_said_at_once_and_by_name()
    {
        var start = () => Auth0Tenant.StartAsync(options =>
        {
            options.InProcessDomain = "https://tenant/";
            options.Port = 99999;
            options.RefreshTokenLimit = 0;
            options.IdTokenLifetime = TimeSpan.Zero;
            options.LogoutUrls.Add("/bye");
            options.Apis.Add(new TenantApi { Identifier = "api", Scopes = ["read write"] });
            options.Apis.Add(new TenantApi { Identifier = "api", AccessTokenLifetime = TimeSpan.Zero });
            options.Clients.Add(new TenantClient
            {
                ClientId = "",
                Callbacks = ["http://example.com:*/callback"],
                AbsoluteLifetime = TimeSpan.Zero,
                Policies = [new RefreshTokenPolicy { Audience = "" }],
            });
        });

        var failures = (await start.Should().ThrowAsync<OptionsValidationException>()).Which.Failures;
        failures.Should().HaveCount(12);
        string.Join('\n', failures).Should().ContainAll(
            "InProcessDomain 'https://tenant/' is not a host name",
            "Port 99999",
            "RefreshTokenLimit",
            "IdTokenLifetime must be more than zero",
            "LogoutUrls: '/bye' is not an absolute URL",
            "'read write' is not a scope",
            "Apis: Identifier 'api' is there 2 times",
            "AccessTokenLifetime must be a second or more",
            "Clients: ClientId is empty",
            "may have * as its port on a loopback host only",
            "AbsoluteLifetime must be more than zero",
            "a policy has an empty Audience");
    }

    [Fact]
    public void A_negative_overlap_is_refused_where_it_is_set() =>
        FluentActions.Invoking(() => new TenantClient { ClientId = "app", Leeway = TimeSpan.FromSeconds(-1) })
            .Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void No_public_type_prints_a_secret() =>
        new TenantClient { ClientId = "app", ClientSecret = "hidden" }.ToString().Should().Be("app");
}
