using Auth0.AspNetCore.Mrrt.Tests.Support;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Auth0.AspNetCore.Mrrt.Tests.Login.Knobs;

/// <summary>Settings of the framework that change the way to the tenant.</summary>
public sealed class TenantKnobsTests
{
    [Fact]
    [Knob("ConfigurationManager")]
    public async Task The_application_s_own_discovery_is_asked()
    {
        await using var rig = await KnobRig.StartAsync(options =>
            options.ConfigurationManager = new StaticConfigurationManager<OpenIdConnectConfiguration>(Document()));
        (await rig.RefusalAsync()).Should().BeNull();
        rig.Tenant.Fetches.Should().BeEmpty();
    }

    [Fact]
    [Knob("Configuration")]
    public async Task A_document_of_the_application_s_takes_the_place_of_discovery()
    {
        await using var rig = await LoginRig.StartAsync(handler: options => options.Configuration = Document());
        (await rig.RefusalAsync()).Should().BeNull();
        rig.Tenant.Fetches.Should().BeEmpty();
    }

    [Theory]
    [Knob("Backchannel")]
    [Knob("BackchannelHttpHandler")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_application_s_own_client_carries_every_call(bool isClient)
    {
        using var tenant = new ScriptedTenant(new ManualTimeProvider());
        await using var rig = await LoginRig.StartAsync(handler: options =>
        {
            options.BackchannelHttpHandler = isClient ? options.BackchannelHttpHandler : tenant;
            options.Backchannel = isClient ? new HttpClient(tenant) : null!;
        });
        var asked = await rig.BeginAsync();
        tenant.Nonce = asked["nonce"];
        using var response = await rig.ComeBackAsync(asked["state"]!);
        (await rig.RefusalAsync(response)).Should().BeNull();
        tenant.To("oauth/token").Should().ContainSingle();
        tenant.Fetches.Should().NotBeEmpty();
        rig.Tenant.Calls.Should().BeEmpty();
        rig.Tenant.Fetches.Should().BeEmpty();
    }

    [Fact]
    [Knob("BackchannelTimeout")]
    public async Task A_call_has_its_time()
    {
        await using var rig = await LoginRig.StartAsync(
            handler: options => options.BackchannelTimeout = TimeSpan.FromSeconds(3));
        var asked = await rig.BeginAsync();
        var called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.Tenant.Before = (_, cancellationToken) =>
        {
            called.TrySetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        };
        var callback = rig.ComeBackAsync(asked["state"]!);
        await called.Task;
        // The last second is counted from when the process notices that it has begun.
        rig.Time.Advance(TimeSpan.FromSeconds(2));
        callback.IsCompleted.Should().BeFalse();
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        using var response = await callback;
        rig.Logs.Lines.Should().Contain(line => line.Contains("did not answer the authorization_code grant", StringComparison.Ordinal));
    }

    [Fact]
    [Knob("DataProtectionProvider")]
    public async Task The_application_s_own_keys_protect_the_state()
    {
        var keys = new EphemeralDataProtectionProvider();
        await using var rig = await LoginRig.StartAsync(handler: options => options.DataProtectionProvider = keys);
        var state = (await rig.BeginAsync())["state"].ToString();
        keys.CreateProtector("Auth0.AspNetCore.Mrrt.Login.State.v1", Auth0Constants.AuthenticationScheme)
            .Unprotect(Base64UrlEncoder.DecodeBytes(state)).Should().NotBeEmpty();
        (await rig.RefusalAsync()).Should().BeNull();
    }

    [Fact]
    public void Both_credentials_may_be_repeated_as_they_are() =>
        KnobRig.Problems(options =>
        {
            (options.ClientId, options.ClientSecret) = ("app", "secret");
            options.Authority = "https://tenant.example.com";
            options.MetadataAddress = "https://tenant.example.com/.well-known/openid-configuration";
            options.TokenValidationParameters.ValidAudience = "app";
            options.PushedAuthorizationBehavior = PushedAuthorizationBehavior.Disable;
        }).Should().BeEmpty();

    private static OpenIdConnectConfiguration Document()
    {
        var document = new OpenIdConnectConfiguration
        {
            Issuer = ScriptedTenant.Issuer,
            AuthorizationEndpoint = ScriptedTenant.Issuer + "authorize",
            TokenEndpoint = ScriptedTenant.Issuer + "oauth/token",
        };
        document.SigningKeys.Add(new RsaSecurityKey(ScriptedTenant.Rsa) { KeyId = "rsa" });
        return document;
    }
}
