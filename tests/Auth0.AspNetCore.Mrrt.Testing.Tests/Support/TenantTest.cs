namespace Auth0.AspNetCore.Mrrt.Testing.Tests.Support;

/// <summary>A test with a tenant in process that signs in silently, and an application for it.</summary>
public abstract class TenantTest : IAsyncLifetime
{
    internal Auth0Tenant Tenant { get; private set; } = null!;

    internal App App { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Tenant = await Auth0Tenant.StartInProcessAsync(options =>
        {
            options.Behavior.SilentSignIn = true;
            Configure(options);
        });
        App = new App(Tenant);
    }

    public async Task DisposeAsync()
    {
        App.Dispose();
        await Tenant.DisposeAsync();
    }

    protected virtual void Configure(Auth0TenantOptions options)
    {
    }
}
